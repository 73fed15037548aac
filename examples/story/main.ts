console.log('hello story', process.argv)
