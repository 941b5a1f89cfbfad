import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventReader } from '../src/api/events.ts';
import { withQuery } from '../src/api/lists.ts';
import { problemOf } from '../src/api/problem.ts';
import { classesOf, colorOf } from '../src/classes/classes.ts';
import { lostBy } from '../src/models/loss.ts';
import { brief, bytes, count, fixed, percent, signed, some, UNKNOWN } from '../src/words/numbers.ts';

test('Events are read however the stream is cut into pieces, and heartbeats are none', () => {
    const text = ': heartbeat\n\nevent: run\ndata: {"round":1}\n\ndata: a\ndata: b\n\nevent: run\ndata: late';
    for (let cut = 1; cut < text.length; cut++) {
        const reader = new EventReader();
        const events = [...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut))];
        assert.deepEqual(events, [{ event: 'run', data: '{"round":1}' }, { event: 'message', data: 'a\nb' }]);
    }
});

test('A problem says what the silo says', () => {
    const told = problemOf(503, '{"type":"urn:prcl:problem:busy","title":"It is busy","detail":"3 rounds"}', '2');
    assert.deepEqual([told.code, told.message, told.retryAfter, told.isPassing, told.isAbsent], ['busy', 'It is busy: 3 rounds', 2, true, false]);
});

test("A proxy's page is no problem of a silo's", () => {
    assert.deepEqual([problemOf(502, '<html>', null).code, problemOf(404, '{}', 'soon').retryAfter], ['unexpected', null]);
});

test('A query leaves out what is not asked for', () => {
    assert.equal(withQuery('/images', { domain: 'a&b', labelled: '', cursor: null, limit: 0 }), '/images?domain=a%26b&limit=0');
    assert.equal(withQuery('/images', {}), '/images');
});

test('Colours are as the class list has them, or those of PASCAL VOC', () => {
    assert.deepEqual([colorOf([1, 2, 3], 0), colorOf('#0a0B0c', 0), colorOf(undefined, 1), colorOf(null, 15)], [[1, 2, 3], [10, 11, 12], [128, 0, 0], [192, 128, 128]]);
    assert.deepEqual(classesOf(null), []);
});

test('Numbers are written so that they can be compared, and unknown ones are a dash', () => {
    assert.deepEqual([count(1234567), count(999), count(null)], ['1\u2009234\u2009567', '999', UNKNOWN]);
    assert.deepEqual([fixed(-1.25), signed(0.04), signed(2), signed(-2), percent(0.123)], ['−1.3', '+0.0', '+2.0', '−2.0', '12.3 %']);
    assert.deepEqual([brief(0.0012345), brief(12.345), brief(0), brief(12345), brief(Number.NaN)], ['0.00123', '12.3', '0.00', '12\u2009345', UNKNOWN]);
    assert.deepEqual([bytes(0), bytes(999), bytes(1500), bytes(2.5e9), some(1, 'image'), some(2, 'image')], ['0 B', '999 B', '1.5 kB', '2.5 GB', '1 image', '2 images']);
});

test('A roll back says what it loses', () => {
    const model = (version: number, imagesTrained: number) => ({ version, imagesTrained, aliases: [], round: version, epoch: 0, meanIou: null, rolledBackTo: null });
    const models = [model(1, 100), model(2, 250), model(3, 400)];
    const told = lostBy(models[0]!, models, null).join(' ');
    assert.match(told, /300 image draws/);
    assert.match(told, /Versions 2, 3 can still be chosen/);
    assert.match(lostBy(models[2]!, models, null)[0]!, /No newer version/);
});
