/** An event of a stream of them. */
export interface StreamEvent {
    event: string;
    data: string;
}

/** Reads text/event-stream piece by piece: pieces may end anywhere, comments (heartbeats) are left out. */
export class EventReader {
    #rest = '';

    /** The events that are whole now. */
    read(piece: string): StreamEvent[] {
        const blocks = (this.#rest + piece).split('\n\n');
        this.#rest = blocks.pop()!;
        return blocks.map(parse).filter((e) => e !== null);
    }
}

function parse(block: string): StreamEvent | null {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
        const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (name === 'event') {
            event = value!;
        } else if (name === 'data') {
            data.push(value!);
        }
    }

    return data.length > 0 ? { event, data: data.join('\n') } : null;
}
