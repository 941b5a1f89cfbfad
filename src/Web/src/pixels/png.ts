const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GRAY = 0;
const PALETTE = 3;

/** Numbers in rows and columns, as a PNG holds them: a browser's own decoder keeps 8 bits and knows colours only. */
export interface Plane {
    width: number;
    height: number;
    /** Row by row. */
    values: Uint8Array | Uint16Array;
    /** The largest value that fits. */
    most: number;
}

/**
 * Reads a gray or palette PNG of any depth as numbers: class ids, or the uncertainty in 16 bits.
 * @throws Error when it is another kind of file, one that is interlaced, or damaged.
 */
export async function readPlane(file: Blob): Promise<Plane> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const view = new DataView(bytes.buffer);
    if (!SIGNATURE.every((b, i) => bytes[i] === b)) {
        throw new Error('it is no PNG');
    }

    let [width, height, depth] = [0, 0, 0];
    const data: Uint8Array<ArrayBuffer>[] = [];
    for (let at = SIGNATURE.length; at + 8 <= bytes.length; ) {
        const length = view.getUint32(at);
        const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
        const content = bytes.subarray(at + 8, at + 8 + length);
        if (type === 'IHDR') {
            [width, height, depth] = [view.getUint32(at + 8), view.getUint32(at + 12), content[8]!];
            if (content[9] !== GRAY && content[9] !== PALETTE) {
                throw new Error('its pixels are colours, not numbers');
            }

            if (content[12] !== 0) {
                throw new Error('it is interlaced');
            }
        } else if (type === 'IDAT') {
            data.push(content);
        }

        at += 12 + length;
    }

    return unpack(width, height, depth, await inflate(data));
}

/** The value at a place. */
export function valueAt(plane: Plane, x: number, y: number): number {
    return plane.values[y * plane.width + x]!;
}

async function inflate(parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
    return new Uint8Array(await new Response(new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer());
}

function unpack(width: number, height: number, depth: number, rows: Uint8Array): Plane {
    const stride = Math.ceil((width * depth) / 8);
    if (rows.length < height * (stride + 1)) {
        throw new Error('it ends early');
    }

    const most = 2 ** depth - 1;
    const values = depth > 8 ? new Uint16Array(width * height) : new Uint8Array(width * height);
    const step = Math.max(1, depth >> 3);
    let above: Uint8Array = new Uint8Array(stride);
    for (let y = 0; y < height; y++) {
        const row = rows.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
        unfilter(rows[y * (stride + 1)]!, row, above, step);
        for (let x = 0; x < width; x++) {
            values[y * width + x] = depth === 16 ? (row[2 * x]! << 8) | row[2 * x + 1]! : depth === 8 ? row[x]! : (row[(x * depth) >> 3]! >> (8 - depth - ((x * depth) & 7))) & most;
        }

        above = row;
    }

    return { width, height, values, most };
}

function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
    for (let i = 0; i < row.length; i++) {
        const [left, up, corner] = [i >= step ? row[i - step]! : 0, above[i]!, i >= step ? above[i - step]! : 0];
        row[i]! += filter === 0 ? 0 : filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    }
}

function paeth(left: number, up: number, corner: number): number {
    const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
    return a <= b && a <= c ? left : b <= c ? up : corner;
}
