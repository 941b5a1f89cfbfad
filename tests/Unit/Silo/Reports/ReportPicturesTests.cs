using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;
using Prcl.Silo.Demo;
using Prcl.Silo.Reports;
using Prcl.Unit.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Reports;

public sealed class ReportPicturesTests
{
    [Fact]
    public void Every_picture_is_drawn_from_what_a_demo_has_seen() => AssertDrawn(FakeDemo.Record());

    [Fact]
    public void A_demo_that_saw_nothing_has_pictures_all_the_same() => AssertDrawn(new DemoRecord());

    [Fact]
    public void A_prototype_is_like_itself_and_less_like_others()
    {
        var similarities = SimilarityPicture.Similarities(FakeDemo.Record().Prototypes);

        Assert.Equal(0, similarities[0, 0], 12);
        Assert.Equal(similarities[0, 1], similarities[1, 0], 12);
        Assert.True(similarities[0, 1] < 0);
        Assert.True(double.IsNaN(similarities[0, 2]));
    }

    [Fact]
    public void A_score_is_that_of_the_formula()
    {
        // Means [1 0 0] and [0 1 0] at unit norm, every variance 0.25: d = 1 / 0.5 in two of three dimensions.
        var scores = SimilarityPicture.Scores(FakeDemo.Record().Prototypes);

        Assert.Equal(-0.5 * (((2 / 0.5) + (3 * Math.Log(0.5))) / 3), scores[0, 1], 12);
    }

    [Fact]
    public void A_large_frame_is_made_smaller()
    {
        var (image, labels) = (new RgbImage(2000, 1000, new byte[6_000_000]), new LabelMap(2000, 1000, new ushort[2_000_000]));

        var picture = FramePicture.Draw("", [new PredictedFrame("", image, labels, labels, image)], FakeDemo.Plan());

        Assert.InRange(picture.Width, 1600, 1800);
    }

    private static void AssertDrawn(DemoRecord record)
    {
        var drawn = new ReportPictures(record, FakeDemo.Plan()).All().Select(p => (p.File, Png: PngEncoder.Encode(p.Draw()))).ToArray();

        Assert.Equal(PictureFiles.All, drawn.Select(d => d.File));
        Assert.All(drawn, d => Assert.True(ImageDecoder.Decode(d.Png, ImageLimits.Default).IsAccepted));
    }
}
