import type { Api } from '../api/client.ts';
import type { PushAnswer } from '../api/types.ts';

/**
 * Gives an image a label. The label that was seen is named, so that somebody else's newer one isn't replaced.
 * @param seen The label file's SHA-256 as it was looked at; null when there was none.
 */
export function giveLabel(api: Api, run: string, sha256: string, mask: File, seen: string | null): Promise<PushAnswer> {
    return api.json<PushAnswer>(`/runs/${encodeURIComponent(run)}/images/${sha256}/label`, {
        method: 'PUT',
        body: mask,
        headers: { 'Content-Type': 'image/png', ...(seen === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${seen}"` }) },
    });
}
