const NAME = 'prcl-key';

/** The key that requests carry, kept as long as the browser's tab is. */
export class Key {
    #text = sessionStorage.getItem(NAME);

    get text(): string | null {
        return this.#text;
    }

    set(text: string): void {
        this.#text = text.trim();
        sessionStorage.setItem(NAME, this.#text);
    }

    forget(): void {
        this.#text = null;
        sessionStorage.removeItem(NAME);
    }
}
