using Prcl.Contracts;
using Prcl.Contracts.Predictors;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Grains.Predictors;

[Collection(ClusterTests.Name)]
public sealed class PredictorGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task It_answers_with_the_newest_version_or_the_served_or_the_one_asked_for()
    {
        var run = await cluster.Create();
        var zero = await run.Predictor.Predict(Request());
        Assert.Equal(0, zero.Version);

        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: 3);
        await cluster.Publish(run, trainer, always: 5);

        Assert.Equal((2, 5), Seen(await run.Predictor.Predict(Request())));
        Assert.Equal((1, 3), Seen(await run.Predictor.Predict(Request(1))));
        await run.Grain.MoveAlias("serving", 1);
        Assert.Equal((1, 3), Seen(await run.Predictor.Predict(Request())));
        Assert.Equal((2, 5), Seen(await run.Predictor.Predict(Request(2))));
        var unknown = await Assert.ThrowsAsync<PrclRequestException>(() => run.Predictor.Predict(Request(9)));
        Assert.Contains("version 9", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_at_the_same_time_as_new_versions_are_each_answered_by_one_version_whole()
    {
        var run = await cluster.Create();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: 1);
        var publishing = Task.Run(async () =>
        {
            for (var version = 2; version <= 6; version++)
            {
                await cluster.Publish(run, trainer, always: version);
            }
        }, TestContext.Current.CancellationToken);

        var answers = new List<(long Version, int Class)>();
        while (!publishing.IsCompleted || answers.Count < 10)
        {
            answers.AddRange((await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => run.Predictor.Predict(Request())))).Select(Seen));
        }

        await publishing;
        Assert.All(answers, a => Assert.Equal(a.Version, a.Class));
        Assert.Equal((6, 6), Seen(await run.Predictor.Predict(Request())));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(33, 200)]
    [InlineData(300, 130)]
    public async Task Any_size_is_answered_at_its_own_size(int width, int height)
    {
        var run = await cluster.Create();

        var prediction = await run.Predictor.Predict(new PredictRequest("odd.png", TestImages.Png(TestImages.Gradient(width, height)), PredictionPictures.All, null));

        Assert.Equal((width, height), (prediction.Width, prediction.Height));
        var labels = LabelPng.Read(prediction.IndexPng!, ImageLimits.Default).Labels!;
        Assert.Equal((width, height), (labels.Width, labels.Height));
        Assert.All(labels.Ids, id => Assert.InRange(id, 0, 7));
        Assert.Equal(1, prediction.Shares.Sum(s => s.Share), 9);
        Assert.Equal((width, height), Size(prediction.ColourPng!));
        Assert.Equal((width, height), Size(prediction.OverlayPng!));
        Assert.Equal((width, height), Size(prediction.VariancePng!));
        Assert.InRange(prediction.MeanVariance, 0, 1);
        Assert.InRange(prediction.MeanUncertainty, 0, 1);
        Assert.Equal((width, height + HeatScale.Height), Size(prediction.UncertaintyPng!));
        var uncertainty = LabelPng.Read(prediction.UncertaintyValuesPng!, ImageLimits.Default).Labels!;
        Assert.Equal((width, height), (uncertainty.Width, uncertainty.Height));
        Assert.Equal(prediction.MeanUncertainty, uncertainty.Ids.Average(value => value / 65535.0), 1e-4);
        Assert.InRange(prediction.MeanConfidence, 1.0 / 8, 1);
    }

    [Fact]
    public async Task Without_a_working_size_images_keep_their_own_and_large_ones_are_tiled()
    {
        var run = await cluster.Create(("working-size", "0"));

        var prediction = await run.Predictor.Predict(new PredictRequest("wide.png", PngEncoder.Encode(TestImages.Gradient(1100, 40)), PredictionPictures.Index, null));

        Assert.Equal((1100, 40), (prediction.Width, prediction.Height));
        Assert.Null(prediction.ColourPng);
        Assert.True(double.IsNaN(prediction.MeanVariance));
    }

    [Fact]
    public async Task Scores_are_of_the_version_asked_for_and_no_more_numbers_than_promised()
    {
        var run = await cluster.Create();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: 3);

        var scores = await run.Predictor.Scores(new ScoreRequest("frame.png", Street.Image(0), 1));
        var unknown = await Assert.ThrowsAsync<PrclRequestException>(() => run.Predictor.Scores(new ScoreRequest("frame.png", Street.Image(0), 9)));

        var places = scores.Rows * scores.Columns;
        Assert.Equal((1, 8 * places, 8 * places), (scores.Version, scores.Probabilities.Length, scores.Scores.Length));
        Assert.InRange(16 * places, 16, 131_072);
        Assert.All(Enumerable.Range(0, places), place => Assert.Equal(3, Enumerable.Range(0, 8).MaxBy(k => scores.Probabilities[k * places + place])));
        Assert.Contains("version 9", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_image_is_refused_by_name_and_counted()
    {
        var run = await cluster.Define();

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => run.Predictor.Predict(new PredictRequest("notes.txt", "hello"u8.ToArray(), PredictionPictures.None, null)));
        var nowhere = await Assert.ThrowsAsync<PrclRequestException>(() => new TestRun(cluster, "nowhere").Predictor.Predict(Request()));

        Assert.StartsWith("notes.txt: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await run.Grain.Status()).Refused["predict NotAnImage"]);
        Assert.Contains("'nowhere'", nowhere.Message, StringComparison.Ordinal);
    }

    private static PredictRequest Request(long? version = null) => new("frame.png", Street.Image(0), PredictionPictures.Index, version);

    private static (long Version, int Class) Seen(Prediction prediction) => (prediction.Version, Assert.Single(prediction.Shares).ClassId);

    private static (int, int) Size(byte[] png)
    {
        var image = ImageDecoder.Decode(png, ImageLimits.Default).Image!;
        return (image.Width, image.Height);
    }
}
