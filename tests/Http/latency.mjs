// How long status and predictions take beside a trainer: node tests/Http/latency.mjs http://127.0.0.1:30080 RUN [SECONDS]
// Needs autocannon (npm install here). The image is one of the run's.
import autocannon from 'autocannon';

const [base, run, seconds = '15'] = process.argv.slice(2);
const path = `${base}/v1/runs/${encodeURIComponent(run)}`;
const { items } = await (await fetch(`${path}/images?limit=1&order=newest`)).json();
const image = Buffer.from(await (await fetch(`${path}/images/${items[0].sha256}/content`)).arrayBuffer());

for (const [name, connections, ask] of [
    ['status', 1, { url: `${path}/status` }],
    ['status', 8, { url: `${path}/status` }],
    ['predict', 1, { url: `${path}/predict?output=index`, method: 'POST', body: image, headers: { 'content-type': 'image/png' } }],
    ['predict', 4, { url: `${path}/predict?output=index`, method: 'POST', body: image, headers: { 'content-type': 'image/png' } }],
]) {
    const told = await autocannon({ ...ask, connections, duration: Number(seconds) });
    const { p50, p99, max } = told.latency;
    console.log(JSON.stringify({ name, connections, aSecond: told.requests.average, p50, p99, max, errors: told.errors, refused: told.non2xx }));
}
