/** What stands where a number isn't known. */
export const UNKNOWN = '–';

/** A count with thin spaces between thousands. */
export function count(value: number | null | undefined): string {
    return value === null || value === undefined ? UNKNOWN : Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** A number of so many decimals. */
export function fixed(value: number | null | undefined, decimals = 1): string {
    return value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : value.toFixed(decimals).replace('-', '−');
}

/** A difference with its sign: +1.2, −0.3. */
export function signed(value: number | null | undefined, decimals = 1): string {
    const text = fixed(value, decimals);
    return text !== UNKNOWN && value! > 0 ? `+${text}` : text;
}

/** A share of 1 in percent. */
export function percent(share: number | null | undefined, decimals = 1): string {
    return share === null || share === undefined ? UNKNOWN : `${fixed(100 * share, decimals)} %`;
}

/** Three digits that count, whatever the size: 0.00123, 4.57, 12 300. */
export function brief(value: number | null | undefined): string {
    if (value === null || value === undefined || !Number.isFinite(value)) {
        return UNKNOWN;
    }

    const size = Math.abs(value);
    return size >= 1000 ? count(value) : size >= 1 || size === 0 ? fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : 2) : (size < 1e-4 ? value.toExponential(1) : value.toPrecision(3)).replaceAll('-', '−');
}

/** Bytes as a person reads them. */
export function bytes(value: number): string {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    const power = Math.min(units.length - 1, value > 0 ? Math.floor(Math.log10(value) / 3) : 0);
    return `${fixed(value / 1000 ** power, power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A count and its noun: 1 image, 2 images. */
export function some(value: number, noun: string): string {
    return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
