/** What a model has to say of every class at places that are spread evenly over an image. */
export interface ClassScores {
    classes: number;
    rows: number;
    columns: number;
    /** Probabilities, then prototype scores, each class by class, row by row; not a number for a class without a prototype. */
    values: Float32Array;
}

/** What is said of a class at a place. */
export interface ClassScore {
    id: number;
    /** 0 to 1. */
    probability: number;
    /** Higher is nearer; null for a class without a prototype. */
    score: number | null;
}

/**
 * Reads scores as the API answers them.
 * @param shape `2,classes,rows,columns`.
 * @throws Error when the numbers aren't as many as the shape says.
 */
export function readScores(bytes: ArrayBuffer, shape: string | null): ClassScores {
    const [planes, classes, rows, columns] = (shape ?? '').split(',').map(Number) as [number, number, number, number];
    if (planes !== 2 || bytes.byteLength !== 4 * planes * classes * rows * columns) {
        throw new Error(`${bytes.byteLength} bytes are no scores of the shape ${shape}`);
    }

    const [view, values] = [new DataView(bytes), new Float32Array(bytes.byteLength / 4)];
    for (let i = 0; i < values.length; i++) {
        values[i] = view.getFloat32(4 * i, true);
    }

    return { classes, rows, columns, values };
}

/** Every class at the place that is next to a point of the image, the nearest prototype first, then those without one. */
export function scoresAt(scores: ClassScores, x: number, y: number): ClassScore[] {
    const { classes, rows, columns, values } = scores;
    const cell = (share: number, cells: number) => Math.min(cells - 1, Math.max(0, Math.floor(share * cells)));
    const place = cell(y, rows) * columns + cell(x, columns);
    return Array.from({ length: classes }, (_, id) => {
        const score = values[(classes + id) * rows * columns + place]!;
        return { id, probability: values[id * rows * columns + place]!, score: Number.isNaN(score) ? null : score };
    }).sort((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity) || b.probability - a.probability);
}
