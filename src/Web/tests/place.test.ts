import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, placeOf } from '../src/place/place.ts';

test('A place is read as it was written, whatever is in the names', () => {
    const place = { run: 'street 1/ä', view: 'stream' as const, rest: { domain: 'day & night?', image: 'ab' } };
    assert.deepEqual(placeOf(hashOf(place)), place);
});

test('An address that says nothing, or nonsense, is the overview', () => {
    for (const hash of ['', '#', '#/', '#/%E0%A4%A/nothing?x']) {
        assert.equal(placeOf(hash).view, 'overview');
    }

    assert.equal(placeOf('#/').run, null);
    assert.equal(placeOf('#/street').run, 'street');
});

test('What is empty does not stand in the address', () => {
    assert.equal(hashOf({ run: 'street', view: 'stream', rest: { domain: '', order: 'newest' } }), '#/street/stream?order=newest');
});
