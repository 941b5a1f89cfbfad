import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { readPlane, valueAt } from '../src/pixels/png.ts';

/** A PNG of these rows, each with its filter byte before it. Checksums are left out: a browser reads files that a silo has checked. */
function png(width: number, height: number, depth: number, rows: number[], color = 0, interlace = 0): Blob {
    const chunk = (type: string, data: Uint8Array) => {
        const head = new DataView(new ArrayBuffer(8));
        head.setUint32(0, data.length);
        [...type].forEach((c, i) => head.setUint8(4 + i, c.charCodeAt(0)));
        return [new Uint8Array(head.buffer), new Uint8Array(data), new Uint8Array(4)];
    };
    const header = new DataView(new ArrayBuffer(13));
    header.setUint32(0, width);
    header.setUint32(4, height);
    [depth, color, 0, 0, interlace].forEach((b, i) => header.setUint8(8 + i, b));
    const data = deflateSync(new Uint8Array(rows));
    // In two parts, as writers may.
    const parts = [data.subarray(0, 3), data.subarray(3)].flatMap((d) => chunk('IDAT', d));
    return new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunk('IHDR', new Uint8Array(header.buffer)), ...parts, ...chunk('IEND', new Uint8Array())]);
}

test('Sixteen bits are kept, which a canvas would halve', async () => {
    const plane = await readPlane(png(2, 1, 16, [0, 0x01, 0x02, 0xff, 0xfe]));
    assert.deepEqual([plane.most, ...plane.values], [65535, 0x0102, 0xfffe]);
});

test('Every filter of rows is undone', async () => {
    // Each row is 10 20 30 in the end: as it is, by the left, by the one above, by their mean, by Paeth's choice.
    const rows = [0, 10, 20, 30, 1, 10, 10, 10, 2, 0, 0, 0, 3, 5, 5, 5, 4, 0, 0, 0];
    const plane = await readPlane(png(3, 5, 8, rows));
    assert.deepEqual([...plane.values], Array(5).fill([10, 20, 30]).flat());
});

test('Ids of fewer bits are unpacked, the first in the highest ones', async () => {
    const plane = await readPlane(png(5, 1, 2, [0, 0b00011011, 0b11000000], 3));
    assert.deepEqual([...plane.values], [0, 1, 2, 3, 3]);
    assert.equal(valueAt(plane, 3, 0), 3);
});

test('What is no plane of numbers says why', async () => {
    await assert.rejects(readPlane(new Blob(['GIF89a, say'])), /no PNG/);
    await assert.rejects(readPlane(png(1, 1, 8, [0, 1, 2, 3], 2)), /colours/);
    await assert.rejects(readPlane(png(1, 1, 8, [0, 1], 0, 1)), /interlaced/);
    await assert.rejects(readPlane(png(9, 9, 8, [0, 1])), /early/);
});
