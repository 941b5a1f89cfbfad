/** A place in a plane. */
export interface Point {
    x: number;
    y: number;
}

/** Where points of a plane lie in a square picture: one scale for both directions, y upwards, an edge left free. */
export function frameOf(points: Point[], size: number, edge: number): (point: Point) => Point {
    const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = (size - 2 * edge) / (Math.max(right - left, high - low) || 1);
    const [midX, midY] = [(left + right) / 2, (low + high) / 2];
    return (p) => ({ x: size / 2 + scale * (p.x - midX), y: size / 2 - scale * (p.y - midY) });
}
