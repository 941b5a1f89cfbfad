/** A class as a Gaussian: a mean of any norm but 0, and a variance, of equal lengths. */
export interface Gaussian {
    mean: number[];
    variance: number[];
}

/**
 * The mutual likelihood score of two classes, as docs/method.md, section 3 has it and silos compute it:
 * −½ · mean_d [ (μ_a − μ_b)² / (σ²_a + σ²_b) + log(σ²_a + σ²_b) ], means normalised. Higher is nearer.
 */
export function mutualLikelihood(a: Gaussian, b: Gaussian): number {
    const [normA, normB] = [norm(a.mean), norm(b.mean)];
    let sum = 0;
    for (let d = 0; d < a.mean.length; d++) {
        const variance = a.variance[d]! + b.variance[d]!;
        const difference = a.mean[d]! / normA - b.mean[d]! / normB;
        sum += (difference * difference) / variance + Math.log(variance);
    }

    return (-0.5 * sum) / a.mean.length;
}

/** The scores of every two, null where one has no evidence. */
export function scoresBetween(classes: (Gaussian | null)[]): (number | null)[][] {
    return classes.map((a) => classes.map((b) => (a && b ? mutualLikelihood(a, b) : null)));
}

/** The other classes, nearest first; equal scores in class order. */
export function nearestOf(scores: (number | null)[][], id: number, most: number): { id: number; score: number }[] {
    return scores[id]!
        .map((score, other) => ({ id: other, score }))
        .filter((n): n is { id: number; score: number } => n.score !== null && n.id !== id)
        .sort((a, b) => b.score - a.score || a.id - b.id)
        .slice(0, most);
}

function norm(vector: number[]): number {
    return Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
}
