// node client.js pull|push URL DATABASE FOLDER BATCH: one replication.
const [, , direction, url, database, folder, batch] = process.argv;
require('fs').mkdirSync(folder, { recursive: true });
const PouchDB = require('pouchdb');

// What the bench calls the work inside: without the start and the end of Node.
function note(started) {
  const file = process.env.SYNC_BENCH_INSIDE;
  const seconds = (performance.now() - started) / 1000;
  if (file) require('fs').writeFileSync(file, JSON.stringify({ seconds }));
}

async function main() {
  const started = performance.now();
  const local = new PouchDB(`${folder}/${database}`);
  // The centre keeps its name whatever the line to it is: a replication's checkpoint hangs from it.
  const named = 'http://127.0.0.1';
  const fetch = (address, options) => PouchDB.fetch(String(address).replace(named, url), options);
  const remote = new PouchDB(`${named}/${database}`, { skip_setup: true, fetch });
  const options = { batch_size: Number(batch), batches_limit: 2 };
  const done =
    direction === 'pull'
      ? await local.replicate.from(remote, options)
      : await local.replicate.to(remote, options);
  if (!done.ok || done.errors.length > 0) throw new Error(JSON.stringify(done.errors));
  note(started);
  await local.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
