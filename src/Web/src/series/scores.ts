import type { DomainComparison, Evaluation } from '../api/types.ts';

/** mIoU in percent by domain and version. */
export interface Scores {
    versions: number[];
    domains: string[];
    /** By domain, then version; null where it wasn't measured. */
    table: (number | null)[][];
    /** What the version of the alias baseline has, by domain. */
    baseline: (number | null)[];
}

/** Puts what was measured into a table. The newest measure of the same version and domain counts. */
export function scoresOf(measured: Evaluation[], comparison: DomainComparison[] | null, baseline: number | undefined): Scores {
    const versions = [...new Set(measured.map((e) => e.version))].sort((a, b) => a - b);
    const domains = [...new Set(measured.map((e) => e.domain))].sort();
    const column = new Map(versions.map((v, i) => [v, i]));
    const table = domains.map(() => versions.map((): number | null => null));
    const row = new Map(domains.map((d, i) => [d, i]));
    for (const e of measured) {
        table[row.get(e.domain)!]![column.get(e.version)!] = e.meanIou;
    }

    const base = baseline === undefined ? undefined : column.get(baseline);
    return {
        versions,
        domains,
        table,
        baseline: domains.map((d, i) => comparison?.find((c) => c.domain === d)?.baseline.meanIou ?? (base === undefined ? null : table[i]![base]!)),
    };
}

/** At most so many of the columns: evenly spaced, the first and the last among them. */
export function spread(columns: number, most: number): number[] {
    if (columns <= most) {
        return Array.from({ length: columns }, (_, i) => i);
    }

    return Array.from({ length: most }, (_, i) => Math.round((i * (columns - 1)) / (most - 1)));
}

/** How far the newest measure of a domain is below its best: what it has forgotten. Null without a measure. */
export function forgotten(row: (number | null)[]): number | null {
    const known = row.filter((v) => v !== null);
    return known.length === 0 ? null : known.at(-1)! - Math.max(...known);
}
