import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LossBook } from '../src/series/losses.ts';
import { forgotten, scoresOf, spread } from '../src/series/scores.ts';
import { bandOf, smooth } from '../src/series/smooth.ts';

const step = (n: number) => ({ step: n, total: n, supervised: n, unsupervised: null, contrastive: null, coverage: null });

test('A smoothed constant is that constant from its first value on, and gaps stay gaps', () => {
    assert.deepEqual(smooth([2, null, 2, 2], 0.9).map((v) => v && Math.round(1e9 * v) / 1e9), [2, null, 2, 2]);
    assert.deepEqual(smooth([1, 5, 3], 0), [1, 5, 3]);
    assert.equal(smooth([0, 1], 0.5)[1], 0.5 / 0.75);
});

test('The band is as wide as values lie apart: none around a constant, one deviation around a series', () => {
    assert.deepEqual(bandOf([2, null, 2], 0.9), { low: [2, null, 2], high: [2, null, 2] });
    const wide = bandOf(Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 1 : 5)), 0.99);
    assert.ok(Math.abs(wide.low.at(-1)! - 1) < 0.05 && Math.abs(wide.high.at(-1)! - 5) < 0.05);
});

test('Scores are by domain and version, the last measure of the same counts, and the baseline is what the status compares with', () => {
    const measure = (domain: string, version: number, meanIou: number | null) => ({ domain, version, meanIou, images: 4, imagesTrained: 0 });
    const measured = [measure('day', 3, 50), measure('day', 1, 40), measure('rain', 3, null), measure('day', 3, 52)];
    const compared = [{ domain: 'day', images: 4, newest: { version: 3, meanIou: 52 }, baseline: { version: 1, meanIou: 41 }, gain: 11 }];
    assert.deepEqual(scoresOf(measured, compared, 1), { versions: [1, 3], domains: ['day', 'rain'], table: [[40, 52], [null, null]], baseline: [41, null] });
    assert.deepEqual(scoresOf(measured, null, 1).baseline, [40, null]);
    assert.deepEqual(scoresOf(measured, null, undefined).baseline, [null, null]);
});

test('What a domain has forgotten is how far its newest measure is below its best', () => {
    assert.equal(forgotten([40, 60, null, 55]), -5);
    assert.equal(forgotten([40, null, 60]), 0);
    assert.equal(forgotten([null]), null);
});

test('Columns that are thinned keep the first and the last', () => {
    assert.deepEqual(spread(3, 8), [0, 1, 2]);
    assert.deepEqual(spread(100, 3), [0, 50, 99]);
});

test('Losses are asked for only after what every trainer has told', () => {
    const book = new LossBook();
    assert.equal(book.after, 0);
    book.add([{ trainer: 'a', losses: [step(1), step(2)] }, { trainer: 'b', losses: [step(1)] }]);
    assert.equal(book.after, 1);
    book.add([{ trainer: 'a', losses: [step(2), step(3)] }, { trainer: 'b', losses: null }]);
    assert.deepEqual(book.of('a').map((l) => l.step), [1, 2, 3]);
    assert.deepEqual(book.of('b').map((l) => l.step), [1]);
    book.add([{ trainer: 'a', losses: [] }]);
    assert.deepEqual(book.trainers, ['a']);
});

test('A trainer that has begun anew has only its new steps', () => {
    const book = new LossBook();
    book.add([{ trainer: 'a', losses: [step(8), step(9)] }]);
    book.add([{ trainer: 'a', losses: [step(1)] }]);
    assert.deepEqual(book.of('a').map((l) => l.step), [1]);
});
