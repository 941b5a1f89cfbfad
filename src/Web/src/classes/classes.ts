import type { RunDocument } from '../api/types.ts';

export type Rgb = [number, number, number];

/** A class of a run. */
export interface ClassInfo {
    id: number;
    name: string;
    color: Rgb;
}

/** The classes of a run, with a colour each. */
export function classesOf(run: RunDocument | null): ClassInfo[] {
    return (run?.classes?.classes ?? []).map((c, id) => ({ id, name: c.name, color: colorOf(c.color, id) }));
}

/** A colour as the class list writes it, three numbers or #rrggbb; without one PASCAL VOC's of the class's number, as silos do. */
export function colorOf(written: number[] | string | null | undefined, id: number): Rgb {
    if (Array.isArray(written) && written.length === 3) {
        return [written[0]!, written[1]!, written[2]!];
    }

    const hex = typeof written === 'string' ? /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(written) : null;
    return hex ? [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)] : colorOfNumber(id);
}

/** For style sheets. */
export function css(color: Rgb): string {
    return `rgb(${color.join(' ')})`;
}

function colorOfNumber(id: number): Rgb {
    const color: Rgb = [0, 0, 0];
    for (let bit = 7, rest = id; bit >= 0; bit--, rest >>= 3) {
        for (let channel = 0; channel < 3; channel++) {
            color[channel]! |= ((rest >> channel) & 1) << bit;
        }
    }

    return color;
}
