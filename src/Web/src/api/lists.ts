import type { Api } from './client.ts';
import type { Page } from './types.ts';

const PART = 500;

/** An address with a query; what is null or empty is left out. */
export function withQuery(path: string, query: Record<string, string | number | boolean | null | undefined>): string {
    const parts = Object.entries(query)
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return parts.length > 0 ? `${path}?${parts.join('&')}` : path;
}

/** Every item of a list, part by part. */
export async function all<T>(api: Api, path: string, signal?: AbortSignal): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
        const page: Page<T> = await api.json<Page<T>>(withQuery(path, { limit: PART, cursor }), { signal });
        items.push(...page.items);
        cursor = page.next;
    } while (cursor !== null);
    return items;
}
