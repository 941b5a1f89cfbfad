/** How far values lie around their smoothed mean: one standard deviation below and above it. */
export interface Band {
    low: (number | null)[];
    high: (number | null)[];
}

/** The band around {@link smooth} of the same values and weight. */
export function bandOf(values: (number | null)[], weight: number): Band {
    const mean = smooth(values, weight);
    const squares = smooth(values.map((v) => (v === null ? null : v * v)), weight);
    const away = mean.map((m, i) => (m === null ? null : Math.sqrt(Math.max(0, squares[i]! - m * m))));
    return { low: mean.map((m, i) => (m === null ? null : m - away[i]!)), high: mean.map((m, i) => (m === null ? null : m + away[i]!)) };
}

/**
 * The exponentially weighted mean of a series, free of the pull to its beginning.
 * @param values With null where there is none; the mean then stays out too.
 * @param weight What is kept of the mean so far, 0 (the series itself) to below 1.
 */
export function smooth(values: (number | null)[], weight: number): (number | null)[] {
    let [sum, mass] = [0, 0];
    return values.map((value) => {
        if (value === null) {
            return null;
        }

        sum = weight * sum + (1 - weight) * value;
        mass = weight * mass + (1 - weight);
        return sum / mass;
    });
}
