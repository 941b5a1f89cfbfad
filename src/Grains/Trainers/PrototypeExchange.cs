using System.Collections.Concurrent;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Grains.Metrics;
using Prcl.Grains.Prototypes;
using Prcl.Learning.Prototypes;

namespace Prcl.Grains.Trainers;

/// <summary>
/// Sends a trainer's cumulative sums to the prototypes and brings back what they stand on. During a round this happens in
/// the background; only the beginning of a round waits for it.
/// </summary>
internal sealed class PrototypeExchange(IGrainFactory grains, string run, int classes, string trainer, TrafficCounter traffic, LongWait? wait, TimeProvider time)
{
    private readonly ConcurrentQueue<(long Round, int Step, int ClassId, PrototypeSums? Sums)> _arrived = new();
    private Task _inFlight = Task.CompletedTask;

    /// <summary>Fetches every prototype as of the beginning of a round.</summary>
    public async Task BeginRound(RoundAssignment round, PrototypeTable table, CancellationToken stop)
    {
        await _inFlight;
        _arrived.Clear();
        var pulled = await Task.WhenAll(Enumerable.Range(0, classes).Select(k => Transient.Retry(() => Ask(k, round, 0, null), time, stop, wait)));
        table.BeginRound();
        for (var k = 0; k < classes; k++)
        {
            table.Pull(k, pulled[k].Sums?.ToSums());
        }
    }

    /// <summary>Puts what has arrived into the table, and sends the own sums unless an exchange is still on its way.</summary>
    public void Continue(RoundAssignment round, int step, PrototypeTable table)
    {
        while (_arrived.TryDequeue(out var answer))
        {
            if (answer.Round == round.Round)
            {
                table.Pull(answer.ClassId, answer.Sums);
                GrainMeters.Arrived(step - answer.Step);
            }
        }

        if (_inFlight.IsCompleted)
        {
            var own = table.Own.ToArray();
            _inFlight = Task.Run(() => Send(round, step, own));
        }
    }

    private async Task Send(RoundAssignment round, int step, PrototypeSums?[] own)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, classes).Select(async k =>
            {
                var answer = await Ask(k, round, step, own[k]);
                if (answer.Round == round.Round)
                {
                    _arrived.Enqueue((answer.Round, step, k, answer.Sums?.ToSums()));
                }
            }));
        }
        catch (Exception failure) when (Transient.Is(failure))
        {
            // The sums are cumulative: the next message carries these too.
        }
    }

    private async Task<PulledPrototype> Ask(int classId, RoundAssignment round, int step, PrototypeSums? own)
    {
        var sums = own?.ToMessage();
        var (sent, exchange) = (TrafficCounter.BytesOf(sums), new SumsMessage(trainer, round.Incarnation, round.Epoch, round.Round, step, sums));
        traffic.Send(sent);
        GrainMeters.Sent(sent);
        var answer = await grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(run, classId)).Exchange(exchange);
        var received = TrafficCounter.BytesOf(answer.Sums);
        traffic.Receive(received);
        GrainMeters.Received(received);
        return answer;
    }
}
