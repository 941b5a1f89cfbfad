using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Models;
using Prcl.Contracts.Predictors;
using Xunit;

namespace Prcl.Unit.Grains.Doors;

[Collection(ClusterTests.Name)]
public sealed class RequestGuardTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_request_that_breaks_a_rule_is_refused_before_the_grain_sees_it()
    {
        var run = await cluster.Define();
        var reads = cluster.Grains.GetGrain<IModelFileGrain>(run.Name);

        // Without the guard these are NullReferenceExceptions, or no errors at all.
        await Refused(() => run.Ingest.Push(null!), "Push: images is missing");
        await Refused(() => run.Ingest.Push([null!]), "Push: images[0] is missing");
        await Refused(() => run.Ingest.Push([Street.Unlabelled(0) with { Purpose = (ImagePurpose)9 }]), "images[0].Purpose is 9");
        await Refused(() => run.Ingest.Push([Street.Unlabelled(0) with { Name = "a\u202eb" }]), "images[0].Name is 'a?b'");
        await Refused(() => run.Ingest.Known([new("../../etc/passwd", null)]), "files[0].ImageSha256 is '../../etc/passwd'");
        await Refused(() => run.Ingest.Delete(["../x"]), "sha256[0] is '../x'");
        await Refused(() => run.Predictor.Predict(new PredictRequest("a", null!, PredictionPictures.None, null)), "request.Image is missing");
        await Refused(() => run.Evaluator.Score([], -1), "version is -1");
        await Refused(() => run.Stream().List(0, 10_001, false), "count is 10001");
        await Refused(() => run.Grain.Create(null!), "request is missing");
        await Refused(() => run.Grain.Model(new string('x', 100_000)), "(100000 characters)");
        await Refused(() => reads.Read(0, -1, 5), "offset is -1");
        Assert.Equal(0, (await run.Stream().Counts()).Stored);
    }

    private static async Task Refused(Func<Task> call, string said)
    {
        var refusal = await Assert.ThrowsAsync<PrclRequestException>(call);

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 1, 400);
        Assert.True(refusal.IsBadValue);
    }
}
