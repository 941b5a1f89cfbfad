const LINES = 8;

/** The colour of a line by its number, as the style sheet has it for light and dark. */
export function lineColor(index: number): string {
    return variable(`--line-${(index % LINES) + 1}`);
}

/** A colour of the style sheet as it is now. */
export function variable(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
