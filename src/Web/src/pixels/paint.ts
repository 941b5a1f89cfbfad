import type { Rgb } from '../classes/classes.ts';
import type { Plane } from './png.ts';

/** How a segmentation is painted over its image. */
export interface Paint {
    colors: Rgb[];
    /** 0 to 1. */
    opacity: number;
    /** Pixels with a larger uncertainty, 0 to 1, aren't painted. */
    threshold: number;
    /** Classes that aren't painted. */
    hidden: ReadonlySet<number>;
}

/**
 * The layer that goes over an image: class colours, clear where the class is hidden or none of the run's, or the pixel too unsure.
 * @returns RGBA, row by row, of `width` × `height` pixels, each the nearest one of the planes.
 */
export function paintClasses(ids: Plane, doubt: Plane | null, width: number, height: number, paint: Paint): Uint8ClampedArray<ArrayBuffer> {
    const alpha = Math.round(255 * paint.opacity);
    const limit = doubt ? paint.threshold * doubt.most : 0;
    return layer(width, height, (x, y, pixels, at) => {
        const id = nearest(ids, x, y, width, height);
        const color = paint.colors[id];
        if (color && !paint.hidden.has(id) && (!doubt || nearest(doubt, x, y, width, height) <= limit)) {
            [pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]] = [color[0], color[1], color[2], alpha];
        }
    });
}

/** The uncertainty as a layer: clear where it is sure, through orange to red where it isn't. */
export function paintDoubt(doubt: Plane, width: number, height: number, opacity: number): Uint8ClampedArray<ArrayBuffer> {
    return layer(width, height, (x, y, pixels, at) => {
        const share = nearest(doubt, x, y, width, height) / doubt.most;
        [pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]] = [255, Math.round(200 * (1 - share)), 0, Math.round(255 * opacity * Math.min(1, 1.2 * share))];
    });
}

/** How much of the picture each class takes, the largest first; ids that are no class's are left out. */
export function sharesOf(ids: Plane, classes: number): { id: number; share: number }[] {
    const counts = new Array<number>(classes).fill(0);
    for (const id of ids.values) {
        if (id < classes) {
            counts[id]!++;
        }
    }

    return counts.map((n, id) => ({ id, share: n / ids.values.length })).filter((s) => s.share > 0).sort((a, b) => b.share - a.share || a.id - b.id);
}

/** The mean of a plane, as a share of its largest value. */
export function meanOf(plane: Plane): number {
    let sum = 0;
    for (const value of plane.values) {
        sum += value;
    }

    return sum / plane.values.length / plane.most;
}

function nearest(plane: Plane, x: number, y: number, width: number, height: number): number {
    return plane.values[Math.floor((y * plane.height) / height) * plane.width + Math.floor((x * plane.width) / width)]!;
}

function layer(width: number, height: number, set: (x: number, y: number, pixels: Uint8ClampedArray, at: number) => void): Uint8ClampedArray<ArrayBuffer> {
    const pixels = new Uint8ClampedArray(4 * width * height);
    for (let y = 0, at = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at += 4) {
            set(x, y, pixels, at);
        }
    }

    return pixels;
}
