/** What `wellkey-server --help` prints. */
export const usage = `Usage: wellkey-server [options]

A reference LabKey Server for tests and demos. It keeps everything in memory, listens on this machine
only, and makes new passwords each time it starts. Not affiliated with LabKey.

  --demo                seed a study with believable lab data, users, and both kinds of keys switched on
  --port NUMBER         port to listen on, 0 for any free one (default 8080)
  --host ADDRESS        loopback address to listen on (default 127.0.0.1)
  --context-path PATH   path in front of every URL, such as /labkey (default none)
  --json                print URL and users as one JSON line
  -h, --help            print this
  --version             print the version

Without --demo there is one administrator, one empty project /home, and keys are switched off.
`
