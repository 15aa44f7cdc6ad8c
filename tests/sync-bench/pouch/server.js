// node server.js FOLDER PORT: what a CouchDB-speaking centre in Node is, PouchDB behind Express.
const [, , folder, port] = process.argv;
require('fs').mkdirSync(folder, { recursive: true });
const PouchDB = require('pouchdb').defaults({ prefix: `${folder}/` });
const app = require('express')();
const options = {
  mode: 'minimumForPouchDB',
  logPath: `${folder}/log.txt`,
  configPath: `${folder}/config.json`,
  inMemoryConfig: true,
};
app.use('/', require('express-pouchdb')(PouchDB, options));
app.listen(Number(port), '127.0.0.1');
