import type { Api } from '../api/client.ts';
import { withQuery } from '../api/lists.ts';
import type { ImageDocument, Page } from '../api/types.ts';

const PART = 500;

/** Which images, in which order. */
export interface Filter {
    domain: string;
    labelled: string;
    order: string;
}

/** What a tile shows: of a hundred thousand no more is kept. */
export interface Tile {
    sha256: string;
    name: string;
    domain: string;
    isLabelled: boolean;
    isQuarantined: boolean;
    doubt: number | null;
}

/** Images as they are scrolled to, part by part. */
export class Feed {
    readonly tiles: Tile[] = [];
    #cursor: string | null = null;
    #isAtEnd = false;
    #reading: Promise<boolean> | null = null;

    constructor(
        private readonly api: Api,
        private readonly run: string,
        private readonly filter: Filter,
        private readonly signal: AbortSignal,
    ) {}

    get isAtEnd(): boolean {
        return this.#isAtEnd;
    }

    /** Reads the next part unless that is being done; answers whether there are more tiles now. A part may be empty and yet be followed. */
    more(): Promise<boolean> {
        this.#reading ??= this.#read().finally(() => (this.#reading = null));
        return this.#reading;
    }

    /** Puts what is new before the rest, where the newest come first: reads until an image that is known. */
    async renew(): Promise<boolean> {
        const known = new Set(this.tiles.slice(0, 2 * PART).map((t) => t.sha256));
        const fresh: Tile[] = [];
        for (let cursor: string | null = null, isNew = true; isNew; ) {
            const page: Page<ImageDocument> = await this.#page(cursor, 50);
            const unknown = page.items.filter((i) => !known.has(i.sha256));
            fresh.push(...unknown.map(tileOf));
            cursor = page.next;
            isNew = unknown.length === page.items.length && cursor !== null && known.size > 0;
        }

        this.tiles.unshift(...fresh);
        return fresh.length > 0;
    }

    async #read(): Promise<boolean> {
        const before = this.tiles.length;
        while (!this.#isAtEnd && this.tiles.length === before) {
            const page = await this.#page(this.#cursor, PART);
            this.tiles.push(...page.items.map(tileOf));
            this.#cursor = page.next;
            this.#isAtEnd = page.next === null;
        }

        return this.tiles.length > before;
    }

    #page(cursor: string | null, limit: number): Promise<Page<ImageDocument>> {
        return this.api.json<Page<ImageDocument>>(withQuery(`/runs/${encodeURIComponent(this.run)}/images`, { ...this.filter, limit, cursor }), { signal: this.signal });
    }
}

function tileOf(image: ImageDocument): Tile {
    return {
        sha256: image.sha256,
        name: image.name,
        domain: image.domain,
        isLabelled: image.labelSha256 !== null,
        isQuarantined: image.quarantine !== null,
        doubt: image.doubt ?? null,
    };
}
