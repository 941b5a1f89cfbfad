import type { Key } from './key.ts';
import { Problem, problemOf, unreachable } from './problem.ts';

const REMEMBERED = 300;

/** What a request may say besides its address. */
export interface Ask {
    method?: string;
    /** Sent as JSON, unless it is a form or a file. */
    body?: unknown;
    headers?: Record<string, string>;
    signal?: AbortSignal;
}

/** Calls the API, `/v1`. What is unchanged isn't sent again: the answer then is the very object of last time. */
export class Api {
    readonly #known = new Map<string, { tag: string; value: unknown }>();

    /**
     * @param key What requests carry.
     * @param onNoKey Is told when a request was refused for want of a good key.
     */
    constructor(
        readonly key: Key,
        private readonly onNoKey: () => void,
    ) {}

    /** JSON from an address, by GET unless said otherwise. */
    async json<T>(path: string, ask: Ask = {}): Promise<T> {
        const isRead = (ask.method ?? 'GET') === 'GET';
        const known = isRead ? this.#known.get(path) : undefined;
        const answer = await this.raw(path, known ? { ...ask, headers: { ...ask.headers, 'If-None-Match': known.tag } } : ask);
        if (answer.status === 304 && known) {
            return known.value as T;
        }

        if (answer.status === 204) {
            return undefined as T;
        }

        const value = (await answer.json()) as T;
        const tag = answer.headers.get('ETag');
        if (isRead && tag) {
            this.#remember(path, tag, value);
        }

        return value;
    }

    /** A file from an address, with the answer's headers. */
    async file(path: string, ask: Ask = {}): Promise<{ blob: Blob; headers: Headers }> {
        const answer = await this.raw(path, ask);
        return { blob: await answer.blob(), headers: answer.headers };
    }

    /** An answer as it comes, for streams. */
    async raw(path: string, ask: Ask = {}): Promise<Response> {
        const headers: Record<string, string> = { ...ask.headers };
        let body = ask.body as BodyInit | undefined;
        if (body !== undefined && !(body instanceof FormData) && !(body instanceof Blob)) {
            headers['Content-Type'] = 'application/json';
            body = JSON.stringify(body);
        }

        if (this.key.text) {
            headers['Authorization'] = `Bearer ${this.key.text}`;
        }

        const answer = await this.#fetch(`/v1${path}`, { method: ask.method, body, headers, signal: ask.signal });
        if (answer.ok || answer.status === 304) {
            return answer;
        }

        const problem = problemOf(answer.status, await answer.text(), answer.headers.get('Retry-After'));
        if (problem.status === 401) {
            this.onNoKey();
        }

        throw problem;
    }

    async #fetch(address: string, init: RequestInit): Promise<Response> {
        try {
            return await fetch(address, init);
        } catch (failure) {
            if (failure instanceof DOMException || failure instanceof Problem) {
                throw failure;
            }

            throw unreachable();
        }
    }

    #remember(path: string, tag: string, value: unknown): void {
        this.#known.delete(path);
        this.#known.set(path, { tag, value });
        if (this.#known.size > REMEMBERED) {
            this.#known.delete(this.#known.keys().next().value!);
        }
    }
}
