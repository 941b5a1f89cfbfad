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
