using Prcl.Contracts.Ingest;
using Prcl.Grains.Images;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;
using Prcl.Learning.Scenes;
using Prcl.Unit.Grains;
using Xunit;
using Street = Prcl.Unit.Grains.Street;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class ThumbnailRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Theory]
    [InlineData(400, 300, false, 160, 120)]
    [InlineData(300, 640, false, 75, 160)]
    [InlineData(80, 72, false, 80, 72)]
    [InlineData(1600, 900, true, 160, 90)]
    [InlineData(200, 100, true, 160, 80)]
    public async Task A_thumbnail_is_a_small_jpeg_of_the_whole_image(int width, int height, bool isJpeg, int expectedWidth, int expectedHeight)
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var scene = new StreetScenes(3, width, height).Draw(SceneDomain.Day, 4).Image;
        var file = isJpeg ? JpegEncoder.Encode(scene, 95) : PngEncoder.Encode(scene);
        await run.Store(new ImagePush("a", file, null, "day", ImagePurpose.Train));
        var path = $"/v1/runs/{run.Name}/images/{ContentHash.Of(file)}/thumbnail";

        var answer = await host.Http.Get(path);

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(("image/jpeg", $"\"{ContentHash.Of(file)}-160\""), (answer.Content.ContentType!.MediaType!, answer.Tag!));
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var small = ImageDecoder.Decode(answer.Bytes, ImageLimits.Default).Image!;
        Assert.Equal((expectedWidth, expectedHeight), (small.Width, small.Height));
        Assert.InRange(Difference(small, ImageResizer.ToSize(scene, small.Width, small.Height)), 0, 8);
        Assert.Equal(304, (await host.Http.Get(path, ("If-None-Match", answer.Tag!))).Status);
    }

    [Fact]
    public async Task There_is_none_of_an_image_that_the_run_does_not_have_nor_of_a_damaged_one()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(60));
        var path = $"/v1/runs/{run.Name}/images/{ContentHash.Of(Street.Image(60))}/thumbnail";
        await cluster.Damage(Street.Image(60));

        Assert.Equal((422, "damaged-image"), await host.Http.Get(path) is var damaged ? (damaged.Status, damaged.Problem) : default);
        Assert.Equal("no-such-image", (await host.Http.Get(path.Replace("images/", "images/" + new string('a', 64) + "?", StringComparison.Ordinal).Split('?')[0] + "/thumbnail")).Problem);
    }

    private static double Difference(RgbImage a, RgbImage b) => a.Pixels.Zip(b.Pixels, (x, y) => Math.Abs(x - y)).Average();
}
