// node verify.js FOLDER DATABASE SOURCE: the client's database against the source, document by
// document; SOURCE as in load.js, several files of records one after another.
const fs = require('fs');
const path = require('path');
const PouchDB = require('pouchdb');
const [, , folder, database, ...sources] = process.argv;

async function wrongRecords(local) {
  const wanted = new Map();
  for (const source of sources) {
    for (const line of fs.readFileSync(source, 'utf8').split('\n').filter(Boolean)) {
      const { id, ...rest } = JSON.parse(line);
      wanted.set(id, rest);
    }
  }
  const have = await local.allDocs({ include_docs: true });
  let wrong = Math.abs(have.rows.length - wanted.size);
  for (const { id, doc } of have.rows) {
    const record = wanted.get(id) ?? {};
    if (Object.keys(record).some((key) => record[key] !== doc[key])) wrong += 1;
  }
  return wrong;
}

async function wrongFiles(local) {
  let wrong = 0;
  for (const name of fs.readdirSync(sources[0])) {
    const bytes = await local.getAttachment(name, 'f');
    if (!bytes.equals(fs.readFileSync(path.join(sources[0], name)))) wrong += 1;
  }
  return wrong;
}

async function main() {
  const local = new PouchDB(`${folder}/${database}`);
  const files = fs.statSync(sources[0]).isDirectory();
  const wrong = await (files ? wrongFiles(local) : wrongRecords(local));
  if (wrong > 0) throw new Error(`${wrong} documents differ`);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
