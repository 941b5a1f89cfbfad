/** The views, in the order of their tabs. */
export const VIEWS = ['overview', 'predict', 'stream', 'label', 'prototypes', 'models', 'cluster'] as const;

export type ViewName = (typeof VIEWS)[number];

/** Where somebody is: it stands in the address, so that it can be kept, sent and gone back from. */
export interface Place {
    run: string | null;
    view: ViewName;
    /** What a view keeps there: filters, the image that is looked at. */
    rest: Record<string, string>;
}

/** Reads `#/street/stream?domain=day`; what isn't known becomes the overview. */
export function placeOf(hash: string): Place {
    const [path, query] = hash.replace(/^#\/?/, '').split('?', 2);
    const [run, view] = (path ?? '').split('/', 2).map(decoded);
    return {
        run: run ? run : null,
        view: VIEWS.find((v) => v === view) ?? 'overview',
        rest: Object.fromEntries(new URLSearchParams(query ?? '')),
    };
}

/** Writes a place as {@link placeOf} reads it. */
export function hashOf(place: Place): string {
    const rest = new URLSearchParams(Object.entries(place.rest).filter(([, value]) => value !== '')).toString();
    return `#/${encodeURIComponent(place.run ?? '')}/${place.view}${rest ? `?${rest}` : ''}`;
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
