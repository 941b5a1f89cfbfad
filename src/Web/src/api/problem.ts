const PREFIX = 'urn:prcl:problem:';

/** A refused or failed request: what the API's problem+json says, or that nobody answered. */
export class Problem extends Error {
    constructor(
        /** The problem's type without its prefix, such as `no-such-run`; `unreachable` where no silo answered. */
        readonly code: string,
        readonly status: number,
        readonly title: string,
        readonly detail: string,
        /** After how many seconds another try may help; null where it won't. */
        readonly retryAfter: number | null = null,
    ) {
        super(detail ? `${title}: ${detail}` : title);
    }

    /** Whether the silo is of a version without this route. */
    get isAbsent(): boolean {
        return this.code === 'no-such-route';
    }

    /** Whether the same request may do later. */
    get isPassing(): boolean {
        return this.status === 429 || this.status === 503 || this.code === 'unreachable';
    }
}

/** No silo answered at all. */
export function unreachable(): Problem {
    return new Problem('unreachable', 0, 'The silo does not answer', 'It may be starting, or the network is gone. The page goes on trying.', 2);
}

/** What an answer that isn't a success says; anything else than problem+json is told by its status. */
export function problemOf(status: number, body: string, retryAfter: string | null): Problem {
    const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
    try {
        const told = JSON.parse(body) as { type?: string; title?: string; detail?: string };
        if (told.type?.startsWith(PREFIX)) {
            return new Problem(told.type.slice(PREFIX.length), status, told.title ?? '', told.detail ?? '', seconds);
        }
    } catch {
        // A proxy's page, say.
    }

    return new Problem('unexpected', status, `The answer was ${status}`, 'It did not come from a silo.', seconds);
}

/** Makes a problem of whatever was thrown; null for what was called off by this page itself. */
export function asProblem(thrown: unknown): Problem | null {
    if (thrown instanceof Problem) {
        return thrown;
    }

    if (thrown instanceof DOMException && thrown.name === 'AbortError') {
        return null;
    }

    return new Problem('page', 0, 'The page has failed', thrown instanceof Error ? thrown.message : String(thrown));
}
