// What a page that is open on the overview costs the silo that trains: it asks what the page asks, without a browser beside the silo, in turns with asking nothing.
// node tests/Http/page-cost.mjs http://127.0.0.1:30080 RUN PID [TURNS] [SECONDS]      PID: the silo's process, whose processor time is read from /proc.
import { readFileSync } from 'node:fs';

const [base, run, pid, turns = '6', seconds = '30'] = process.argv.slice(2);
const path = `${base}/v1/runs/${encodeURIComponent(run)}`;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const json = async (address) => (await fetch(address)).json();

async function look() {
    const status = await json(`${path}/status`);
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
    return { at: performance.now(), steps: status.trainers.reduce((sum, t) => sum + t.steps, 0), processor: (user + system) / 100 };
}

// As src/Web/src/live/live.ts and src/Web/src/overview do.
async function watch(stop) {
    const asked = { requests: 0, bytes: 0 };
    const ask = async (address, headers = {}) => {
        const answer = await fetch(address, { headers, signal: stop });
        asked.requests++;
        asked.bytes += (await answer.clone().arrayBuffer()).byteLength;
        return answer;
    };
    let [tag, wanted, after, round] = ['', false, 0, -1];
    const events = (async () => {
        for await (const part of (await fetch(`${base}/v1/events?run=${encodeURIComponent(run)}`, { signal: stop })).body) {
            wanted ||= Buffer.from(part).includes('event: run');
        }
    })();
    const status = (async () => {
        for (let waited = 8; !stop.aborted; waited++) {
            if (waited >= 8 || wanted) {
                [waited, wanted] = [0, false];
                const answer = await ask(`${path}/status`, tag ? { 'If-None-Match': tag } : {});
                tag = answer.headers.get('ETag') ?? tag;
                const now = answer.status === 200 ? (await answer.json()).round : round;
                if (now !== round) {
                    await ask(`${path}/metrics-history${round < 0 ? '' : `?after=${round - 1}`}`);
                    await ask(`${path}/evaluations`);
                    round = now;
                }
            }

            await pause(1000);
        }
    })();
    const losses = (async () => {
        for (; !stop.aborted; await pause(5000)) {
            const told = (await (await ask(`${path}/losses?after=${after}`)).json()).items;
            after = Math.max(after, ...told.map((t) => t.losses?.at(-1)?.step ?? 0));
        }
    })();
    await Promise.allSettled([events, status, losses]);
    return asked;
}

async function turn(isOpen) {
    const stop = new AbortController();
    const page = isOpen ? watch(stop.signal) : null;
    const before = await look();
    await pause(1000 * Number(seconds));
    const after = await look();
    stop.abort();
    const steps = after.steps - before.steps;
    return { steps, wall: (after.at - before.at) / 1000 / steps, processor: (after.processor - before.processor) / steps, asked: await page };
}

const ratios = [];
for (let i = 0; i < Number(turns); i++) {
    // Which goes first changes, so that what drifts hits both.
    const first = await turn(i % 2 === 1);
    const second = await turn(i % 2 === 0);
    const [closed, open] = i % 2 === 1 ? [second, first] : [first, second];
    ratios.push({ wall: open.wall / closed.wall, processor: open.processor / closed.processor });
    console.log(JSON.stringify({ closed, open }));
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const geometric = (values) => Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);
console.log(JSON.stringify({
    openOverClosed: { wall: geometric(ratios.map((r) => r.wall)), wallMedian: median(ratios.map((r) => r.wall)), processor: geometric(ratios.map((r) => r.processor)), processorMedian: median(ratios.map((r) => r.processor)) },
}));
