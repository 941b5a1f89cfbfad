import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rgb } from '../src/classes/classes.ts';
import { meanOf, paintClasses, paintDoubt, sharesOf } from '../src/pixels/paint.ts';

const ids = { width: 2, height: 2, values: new Uint8Array([0, 1, 255, 1]), most: 255 };
const doubt = { width: 2, height: 2, values: new Uint16Array([0, 65535, 0, 16384]), most: 65535 };
const look = { colors: [[255, 0, 0], [0, 255, 0]] as Rgb[], opacity: 1, threshold: 1, hidden: new Set<number>() };

function alphas(pixels: Uint8ClampedArray): number[] {
    return [...pixels].filter((_, i) => i % 4 === 3);
}

test('Classes get their colours, and what is none stays clear', () => {
    const pixels = paintClasses(ids, null, 2, 2, look);
    assert.deepEqual([...pixels.subarray(0, 8)], [255, 0, 0, 255, 0, 255, 0, 255]);
    assert.deepEqual(alphas(pixels), [255, 255, 0, 255]);
});

test('What is less sure than the threshold is not painted, nor what is switched off', () => {
    assert.deepEqual(alphas(paintClasses(ids, doubt, 2, 2, { ...look, threshold: 0.5 })), [255, 0, 0, 255]);
    assert.deepEqual(alphas(paintClasses(ids, doubt, 2, 2, { ...look, threshold: 0 })), [255, 0, 0, 0]);
    assert.deepEqual(alphas(paintClasses(ids, doubt, 2, 2, { ...look, hidden: new Set([1]) })), [255, 0, 0, 0]);
});

test('A picture of another size takes the nearest pixel', () => {
    assert.deepEqual(alphas(paintClasses(ids, null, 4, 1, look)), [255, 255, 255, 255]);
    assert.deepEqual([...paintClasses(ids, null, 4, 1, look).subarray(8, 11)], [0, 255, 0]);
});

test('Doubt is clear where there is none', () => {
    assert.deepEqual(alphas(paintDoubt(doubt, 2, 2, 1)), [0, 255, 0, 77]);
});

test('Shares are of all pixels, the largest first; the mean is a share of the largest value', () => {
    assert.deepEqual(sharesOf(ids, 2), [{ id: 1, share: 0.5 }, { id: 0, share: 0.25 }]);
    assert.equal(meanOf({ ...doubt, values: new Uint16Array([0, 65535]) }), 0.5);
});
