// node load.js fill|change URL DATABASE SOURCE: fills or changes a database over plain HTTP.
// SOURCE is a file of records (one a line) or a folder of files.
const fs = require('fs');
const path = require('path');
const [, , what, url, database, source] = process.argv;
const JSON_TYPE = { 'content-type': 'application/json' };
const AT_A_TIME = 500;

async function ask(method, rest, body, headers) {
  const answer = await fetch(`${url}/${database}${rest}`, { method, body, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${rest}: ${answer.status} ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

function records() {
  return fs
    .readFileSync(source, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { id, ...rest } = JSON.parse(line);
      return { _id: id, ...rest };
    });
}

async function putRecords(list) {
  for (let at = 0; at < list.length; at += AT_A_TIME) {
    const docs = list.slice(at, at + AT_A_TIME);
    await ask('POST', '/_bulk_docs', JSON.stringify({ docs }), JSON_TYPE);
  }
}

async function revisions(list) {
  const keys = list.map((record) => record._id);
  const known = await ask('POST', '/_all_docs', JSON.stringify({ keys }), JSON_TYPE);
  return known.rows.map((row) => row.value?.rev);
}

async function putFiles(all) {
  for (const name of fs.readdirSync(source).sort()) {
    const bytes = fs.readFileSync(path.join(source, name));
    let revision = '';
    if (!all) {
      const known = await ask('GET', `/${name}?attachments=false`);
      const { createHash } = require('crypto');
      const digest = `md5-${createHash('md5').update(bytes).digest('base64')}`;
      if (known._attachments.f.digest === digest) continue;
      revision = `?rev=${known._rev}`;
    }
    const type = { 'content-type': 'application/pdf' };
    await ask('PUT', `/${name}/f${revision}`, bytes, type);
  }
}

async function main() {
  const files = fs.statSync(source).isDirectory();
  if (what === 'fill') await ask('PUT', '');
  if (files) return putFiles(what === 'fill');
  const list = records();
  if (what === 'change') {
    const known = await revisions(list);
    list.forEach((record, at) => (record._rev = known[at]));
  }
  return putRecords(list);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
