import type { Api } from '../api/client.ts';
import { withQuery } from '../api/lists.ts';
import { readPlane, type Plane } from '../pixels/png.ts';
import { readScores, type ClassScores } from '../pixels/scores.ts';

/** An image's prediction. */
export interface Prediction {
    version: string;
    ids: Plane;
    doubt: Plane;
}

/** Has an image segmented, by a version's number or alias; empty: by the one that serves. Both pictures are of the same version. */
export async function predict(api: Api, run: string, image: Blob, version: string, signal: AbortSignal): Promise<Prediction> {
    const ask = async (output: string, by: string) =>
        api.file(withQuery(`/runs/${encodeURIComponent(run)}/predict`, { output, version: by }), { method: 'POST', body: image, headers: { 'Content-Type': image.type || 'image/png' }, signal });
    const index = await ask('index', version);
    const answered = index.headers.get('Prcl-Version') ?? version;
    const doubt = await ask('uncertainty16', answered);
    return { version: answered, ids: await readPlane(index.blob), doubt: await readPlane(doubt.blob) };
}

/** What a version has to say of every class all over an image. */
export async function scores(api: Api, run: string, image: Blob, version: string, signal: AbortSignal): Promise<ClassScores> {
    const path = withQuery(`/runs/${encodeURIComponent(run)}/predict/scores`, { version });
    const answer = await api.file(path, { method: 'POST', body: image, headers: { 'Content-Type': image.type || 'image/png' }, signal });
    return readScores(await answer.blob.arrayBuffer(), answer.headers.get('Prcl-Shape'));
}

/** An image file's pixels, upright. */
export function bitmapOf(image: Blob): Promise<ImageBitmap> {
    return createImageBitmap(image, { imageOrientation: 'from-image' });
}
