/** How tiles lie in a list that scrolls. */
export interface Grid {
    columns: number;
    /** Pixels from one tile's left edge to the next one's, and from its top to the next one's. */
    step: { x: number; y: number };
}

/** As many columns as fit, none narrower than `least` pixels. */
export function gridOf(width: number, least: number, foot: number): Grid {
    const columns = Math.max(1, Math.floor(width / least));
    const x = width / columns;
    return { columns, step: { x, y: Math.round(0.75 * x) + foot } };
}

/** Which tiles are to be drawn: those in sight and a screen's half on either side, from `first` to before `end`. */
export function windowOf(grid: Grid, items: number, top: number, height: number): { first: number; end: number } {
    const margin = height / 2;
    const firstRow = Math.max(0, Math.floor((top - margin) / grid.step.y));
    const endRow = Math.ceil((top + height + margin) / grid.step.y);
    return { first: Math.min(items, firstRow * grid.columns), end: Math.min(items, Math.max(0, endRow) * grid.columns) };
}

/** Where a key goes from a tile; null where it is none that moves. */
export function moved(key: string, at: number, grid: Grid, items: number, rows: number): number | null {
    const steps: Record<string, number> = {
        ArrowLeft: -1,
        ArrowRight: 1,
        ArrowUp: -grid.columns,
        ArrowDown: grid.columns,
        PageUp: -grid.columns * rows,
        PageDown: grid.columns * rows,
        Home: -items,
        End: items,
    };
    const step = steps[key];
    if (step === undefined || items === 0) {
        return null;
    }

    const to = at + step;
    return Math.abs(step) === grid.columns && (to < 0 || to >= items) ? at : Math.min(items - 1, Math.max(0, to));
}
