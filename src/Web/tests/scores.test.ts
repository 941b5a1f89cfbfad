import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readScores, scoresAt } from '../src/pixels/scores.ts';

// Three classes at two places beside each other; the last class has no prototype.
const numbers = [0.7, 0.1, 0.2, 0.3, 0.1, 0.6, 1, 2, 3, 1.5, NaN, NaN];

function bytes(): ArrayBuffer {
    const view = new DataView(new ArrayBuffer(4 * numbers.length));
    numbers.forEach((n, i) => view.setFloat32(4 * i, n, true));
    return view.buffer;
}

test('At a place the nearest prototype comes first, and a class without one last', () => {
    const scores = readScores(bytes(), '2,3,1,2');
    const told = (x: number) => scoresAt(scores, x, 0.5).map((c) => [c.id, Math.round(100 * c.probability), c.score]);
    assert.deepEqual(told(0.1), [[1, 20, 3], [0, 70, 1], [2, 10, null]]);
    assert.deepEqual(told(0.9), [[0, 10, 2], [1, 30, 1.5], [2, 60, null]]);
    assert.deepEqual(told(1), told(0.9));
    assert.deepEqual(told(-0.1), told(0));
});

test('Numbers that are not as many as the shape says are refused', () => {
    assert.throws(() => readScores(bytes(), '2,3,2,2'), /48 bytes/);
    assert.throws(() => readScores(bytes(), null), /48 bytes/);
});
