/** What `wellkey-server --help` prints. */
export const usage = `Usage: wellkey-server [options]
       wellkey-server verify FILE
       wellkey-server verify --database URL --secret-file FILE

A reference LabKey Server for tests and demos. It keeps everything in memory, listens on this machine
only, and makes new passwords each time it starts. Not affiliated with LabKey.

What is in it
  --demo                a study with believable lab data, users, and both kinds of keys switched on
  --seed FILE           users, containers, tables and settings from a .json file, or one table from a
                        .tsv or .csv file; may be given again
  --release RELEASE     imitate LabKey 23.2, 24.11 or 25.3 (default 24.11)
  --key-format FORMAT   new keys look like labkey, legacy or scannable (default: as in the release)
Without --demo and --seed there is one administrator, one empty project /home, and keys are off.

Where it is
  --port NUMBER         port to listen on, 0 for any free one (default 8080)
  --host ADDRESS        loopback address to listen on; others are refused (default 127.0.0.1)
  --context-path PATH   path in front of every URL, such as /labkey (default none)

Many instances, keys that outlive a restart
  --database URL        keep users, sessions, keys, settings, lock-outs and the audit in PostgreSQL, such
                        as postgres://user@host:5432/name; the password in PGPASSWORD or ~/.pgpass.
                        Users and settings of the first start stay; rows and files stay in memory
  --secret-file FILE    at least 32 random bytes, the same for every instance, readable by you only

What it writes
  --json                print URL and users as one JSON line
  --audit FILE          write every audit record to a new file, as a JSON line, before it is answered;
                        while that fails, no data goes out
  verify                check such a file, or a database, and name the first record that was changed

  -h, --help            print this
  --version             print the version

It stops at SIGINT or SIGTERM, when what was asked is answered, or after 5 seconds; at once the second
time. Exit codes: 0 stopped, 1 the audit is not whole, 2 wrong use.
`
