import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameOf } from '../src/prototypes/frame.ts';
import { gridOf, moved, windowOf } from '../src/stream/window.ts';

test('A grid has as many columns as fit, and one where none does', () => {
    assert.deepEqual(gridOf(800, 130, 30), { columns: 6, step: { x: 800 / 6, y: 130 } });
    assert.equal(gridOf(90, 130, 30).columns, 1);
});

test('Of a hundred thousand tiles only those in sight, and half a screen around, are drawn', () => {
    const grid = gridOf(800, 130, 30);
    const { first, end } = windowOf(grid, 100_000, 1_000_000, 600);
    assert.ok(first <= Math.floor(1_000_000 / 130) * 6 && end >= Math.ceil(1_000_600 / 130) * 6);
    assert.ok(end - first <= 6 * 12);
    assert.deepEqual(windowOf(grid, 4, 0, 600), { first: 0, end: 4 });
    assert.deepEqual(windowOf(grid, 0, 0, 600), { first: 0, end: 0 });
});

test('Keys go to neighbours and stay within', () => {
    const grid = gridOf(400, 130, 30);
    assert.equal(grid.columns, 3);
    assert.deepEqual(['ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowLeft', 'End', 'Home', 'PageDown'].map((k) => moved(k, 4, grid, 10, 2)), [5, 7, 1, 3, 9, 0, 9]);
    assert.equal(moved('ArrowUp', 1, grid, 10, 2), 1);
    assert.equal(moved('ArrowDown', 8, grid, 10, 2), 8);
    assert.equal(moved('x', 1, grid, 10, 2), null);
    assert.equal(moved('ArrowDown', 0, grid, 0, 2), null);
});

test('A map keeps one scale for both directions and turns upwards into upwards', () => {
    const at = frameOf([{ x: 0, y: 0 }, { x: 4, y: 2 }], 100, 10);
    assert.deepEqual([at({ x: 0, y: 0 }), at({ x: 4, y: 2 })], [{ x: 10, y: 70 }, { x: 90, y: 30 }]);
    assert.deepEqual(frameOf([{ x: 5, y: 5 }], 100, 10)({ x: 5, y: 5 }), { x: 50, y: 50 });
});
