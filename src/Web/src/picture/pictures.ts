import type { Api } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';

const AT_ONCE = 6;
const KEPT = 800;

interface Wish {
    path: string;
    done: (address: string | null) => void;
    signal: AbortSignal;
}

/**
 * Fetches small pictures with the page's key, as an image's `src` can't. The last wish is served first, as it is what is looked at now; who
 * scrolls on calls his wishes off.
 */
export class Pictures {
    readonly #addresses = new Map<string, string>();
    readonly #wishes: Wish[] = [];
    #running = 0;

    constructor(private readonly api: Api) {}

    /** The address of a picture that is here already. */
    known(path: string): string | null {
        return this.#addresses.get(path) ?? null;
    }

    /** An address of this page for a path of the API; null when it can't be had, or was called off. */
    get(path: string, signal: AbortSignal): Promise<string | null> {
        const known = this.known(path);
        return known !== null
            ? Promise.resolve(known)
            : new Promise((done) => {
                  this.#wishes.push({ path, done, signal });
                  void this.#serve();
              });
    }

    /** Lets go of all: another key or run. */
    clear(): void {
        this.#addresses.forEach((address) => URL.revokeObjectURL(address));
        this.#addresses.clear();
    }

    async #serve(): Promise<void> {
        if (this.#running >= AT_ONCE) {
            return;
        }

        this.#running++;
        for (let wish = this.#wishes.pop(); wish; wish = this.#wishes.pop()) {
            wish.done(wish.signal.aborted ? null : (this.known(wish.path) ?? (await this.#fetch(wish))));
        }

        this.#running--;
    }

    async #fetch(wish: Wish): Promise<string | null> {
        try {
            const address = URL.createObjectURL((await this.api.file(wish.path, { signal: wish.signal })).blob);
            this.#addresses.set(wish.path, address);
            this.#forget();
            return address;
        } catch (thrown) {
            asProblem(thrown);
            return null;
        }
    }

    #forget(): void {
        if (this.#addresses.size > KEPT) {
            const [path, address] = this.#addresses.entries().next().value!;
            URL.revokeObjectURL(address);
            this.#addresses.delete(path);
        }
    }
}
