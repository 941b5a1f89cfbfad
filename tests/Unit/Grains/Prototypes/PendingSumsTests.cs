using Prcl.Contracts.Prototypes;
using Prcl.Grains.Prototypes;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Unit.Learning.Prototypes;
using Xunit;

namespace Prcl.Unit.Grains.Prototypes;

public sealed class PendingSumsTests
{
    private const int Width = 5, Trainers = 70;

    public static TheoryData<double, int> Runs => new MatrixTheoryData<double, int>([0, double.PositiveInfinity, 100, 5000], [1, 2, 3]);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Whatever_has_happened_an_answer_is_the_plain_sum_of_committed_evidence_and_what_the_others_have_pending(double halfLife, int seed)
    {
        var random = RandomKey.FromSeed(seed).ToRandom();
        var (pending, plain, round, committed) = (new PendingSums(halfLife), new Dictionary<string, SumsMessage>(StringComparer.Ordinal), 0L, default(PrototypeSums));
        for (var call = 0; call < 2000; call++)
        {
            switch (random.Next(200))
            {
                case 0:
                    // A roll-back.
                    pending.Clear();
                    plain.Clear();
                    break;
                case 1:
                    committed = RandomSums.Draw(random, Width, 10 * call);
                    pending.Drop(round);
                    plain = plain.Where(p => p.Value.Round > round).ToDictionary(StringComparer.Ordinal);
                    round++;
                    break;
                default:
                    var message = Message(random, round, random.Next(10 * call + 1));
                    pending.Take(message, message.Sums!.ToSums());
                    if (!plain.TryGetValue(message.Trainer, out var known) || Order(message).CompareTo(Order(known)) > 0)
                    {
                        plain[message.Trainer] = message;
                    }

                    break;
            }

            AssertSame(plain.Values, committed, halfLife, pending.AddTo(committed));
            var asking = Trainer(random.Next(Trainers));
            AssertSame(plain.Values.Where(m => m.Trainer != asking), committed, halfLife, pending.AddTo(committed, except: asking));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(65)]
    public void What_a_trainer_has_sent_itself_leaves_no_rounding_behind_however_much_it_is(int trainers)
    {
        var random = RandomKey.FromSeed(7).ToRandom();
        var (pending, plain) = (new PendingSums(0), new List<SumsMessage>());
        for (var i = 0; i < trainers; i++)
        {
            plain.Add(Message(random, 0, clock: 0) with { Trainer = Trainer(i) });
            pending.Take(plain[i], plain[i].Sums!.ToSums());
        }

        var (least, most) = (Enumerable.Repeat(1e-9, Width).ToArray(), Enumerable.Repeat(1e25, Width).ToArray());
        pending.Take(new SumsMessage("few", 1, 0, 0, 1, null), new PrototypeSums(least, least, least, 1e-9, 0));
        pending.Take(new SumsMessage("many", 1, 0, 0, 1, null), new PrototypeSums(most, most, most, 1e25, 0));
        plain.Add(new SumsMessage("few", 1, 0, 0, 1, new ClassSums(least, least, least, 1e-9, 0)));

        AssertSame(plain, null, 0, pending.AddTo(null, except: "many"));
    }

    [Fact]
    public void Without_evidence_of_anybody_else_there_is_no_sum()
    {
        var pending = new PendingSums(0);
        Assert.Null(pending.AddTo(null));

        var own = Message(RandomKey.FromSeed(8).ToRandom(), 0, clock: 0);
        pending.Take(own, own.Sums!.ToSums());

        Assert.Null(pending.AddTo(null, except: own.Trainer));
        Assert.NotNull(pending.AddTo(null, except: "another"));
    }

    private static string Trainer(int index) => $"run/silo-{index}/cpu";

    private static (long, long, int) Order(SumsMessage message) => (message.Incarnation, message.Round, message.Step);

    // Repeats, messages that were overtaken, new incarnations and trainers that are a round ahead are among them.
    private static SumsMessage Message(KeyedRandom random, long round, long clock) => new(
        Trainer(random.Next(Trainers)), random.Next(1, 3), 0, round + random.Next(2), random.Next(1, 20), RandomSums.Draw(random, Width, clock).ToMessage());

    // Σ 2^(−(C − c)/T)·x in plain loops; near is 1e-12 of Σ |x|.
    private static void AssertSame(IEnumerable<SumsMessage> pending, PrototypeSums? committed, double halfLife, PrototypeSums? actual)
    {
        PrototypeSums[] parts = [.. pending.Select(m => m.Sums!.ToSums()).Append(committed).OfType<PrototypeSums>()];
        if (parts.Length == 0)
        {
            Assert.Null(actual);
            return;
        }

        var clock = parts.Max(p => p.Clock);
        Assert.Equal(clock, actual!.Clock);
        AssertNear(s => s.Count, actual.Count);
        for (var d = 0; d < Width; d++)
        {
            AssertNear(s => s.Precision[d], actual.Precision[d]);
            AssertNear(s => s.Information[d], actual.Information[d]);
            AssertNear(s => s.SecondMoment[d], actual.SecondMoment[d]);
        }

        void AssertNear(Func<PrototypeSums, double> number, double found)
        {
            var (sum, size) = (0.0, 0.0);
            foreach (var part in parts)
            {
                var kept = halfLife > 0 && double.IsFinite(halfLife) ? Math.Pow(2, -(clock - part.Clock) / halfLife) : 1;
                sum += kept * number(part);
                size += kept * Math.Abs(number(part));
            }

            Assert.True(Math.Abs(sum - found) <= 1e-12 * size, $"expected {sum:R}, got {found:R}; parts are {size:R} in size");
        }
    }
}
