using Prcl.Learning.Scenes;
using Xunit;

namespace Prcl.Unit.Learning.Scenes;

public class StreetScenesTests
{
    public static TheoryData<SceneDomain> Domains => [.. Enum.GetValues<SceneDomain>()];

    [Theory]
    [MemberData(nameof(Domains))]
    public void A_frame_is_a_pure_function_of_seed_domain_and_number(SceneDomain domain)
    {
        var scenes = new StreetScenes(seed: 5, width: 96, height: 72);
        scenes.Draw(domain, 3);
        var again = new StreetScenes(seed: 5, width: 96, height: 72).Draw(domain, 17);
        var scene = scenes.Draw(domain, 17);
        Assert.Equal(again.Image.Pixels, scene.Image.Pixels);
        Assert.Equal(again.Labels.Ids, scene.Labels.Ids);
        Assert.NotEqual(scene.Labels.Ids, new StreetScenes(seed: 6, width: 96, height: 72).Draw(domain, 17).Labels.Ids);
    }

    [Fact]
    public void Frames_may_be_drawn_from_several_threads()
    {
        var scenes = new StreetScenes(seed: 8, width: 64, height: 48);
        var expected = Enumerable.Range(0, 24).Select(f => scenes.Draw(SceneDomain.Rain, f).Image.Pixels).ToArray();
        var actual = new byte[24][];
        Parallel.For(0, 24, f => actual[f] = scenes.Draw(SceneDomain.Rain, f).Image.Pixels);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void Over_200_frames_every_class_occurs_and_no_other_id(SceneDomain domain)
    {
        var scenes = new StreetScenes(seed: 1, width: 120, height: 88);
        var counts = new long[SceneClasses.List.Count];
        for (var frame = 0; frame < 200; frame++)
        {
            foreach (var id in scenes.Draw(domain, frame).Labels.Ids)
            {
                counts[id]++;
            }
        }

        var pixels = 200.0 * 120 * 88;
        Assert.All(counts, count => Assert.InRange(count / pixels, 0.002, 0.6));
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void Labels_lie_where_the_image_shows_them(SceneDomain domain)
    {
        // Sky is bluer than vegetation and brighter than the road, vegetation is greener than buildings: on the mean over frames, in every light.
        var scenes = new StreetScenes(seed: 2, width: 120, height: 88);
        var sums = new double[SceneClasses.List.Count, 3];
        var counts = new double[SceneClasses.List.Count];
        for (var frame = 0; frame < 60; frame += 5)
        {
            var scene = scenes.Draw(domain, frame);
            for (var pixel = 0; pixel < scene.Labels.Ids.Length; pixel++)
            {
                var id = scene.Labels.Ids[pixel];
                counts[id]++;
                for (var channel = 0; channel < 3; channel++)
                {
                    sums[id, channel] += scene.Image.Pixels[pixel * 3 + channel];
                }
            }
        }

        (double R, double G, double B) Mean(string name)
        {
            var id = SceneClasses.List.Single(c => c.Name == name).Id;
            return (sums[id, 0] / counts[id], sums[id, 1] / counts[id], sums[id, 2] / counts[id]);
        }

        var (sky, road, leaves, house) = (Mean("Sky"), Mean("Road"), Mean("Vegetation"), Mean("Building"));
        Assert.True(sky.B > leaves.B + 15, $"sky {sky}, leaves {leaves}");
        Assert.True(sky.R + sky.G + sky.B > road.R + road.G + road.B + 30, $"sky {sky}, road {road}");
        Assert.True(leaves.G - (leaves.R + leaves.B) / 2 > house.G - (house.R + house.B) / 2 + 3, $"leaves {leaves}, house {house}");
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void Consecutive_frames_are_similar_but_not_equal(SceneDomain domain)
    {
        var scenes = new StreetScenes(seed: 3, width: 120, height: 88);
        double near = 0, far = 0;
        for (var frame = 0; frame < 60; frame += 6)
        {
            var now = scenes.Draw(domain, frame).Labels.Ids;
            var next = scenes.Draw(domain, frame + 1).Labels.Ids;
            Assert.NotEqual(now, next);
            near += Disagreement(now, next);
            far += Disagreement(now, scenes.Draw(domain, frame + 60).Labels.Ids);
        }

        Assert.True(near < 0.6 * far, $"{near} against {far}");
        Assert.True(near / 10 < 0.15, $"{near / 10} of the labels change from frame to frame");
    }

    [Fact]
    public void Any_size_and_far_frames_are_drawn()
    {
        foreach (var (width, height) in ((int, int)[])[(16, 16), (512, 64), (48, 200)])
        {
            var scene = new StreetScenes(0, width, height).Draw(SceneDomain.Dusk, 1_000_000);
            Assert.Equal((width, height), (scene.Image.Width, scene.Image.Height));
            Assert.Equal((width, height), (scene.Labels.Width, scene.Labels.Height));
            Assert.True(scene.Labels.Ids.Distinct().Count() > 1);
        }
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreetScenes(0, width: 8));
        var scenes = new StreetScenes(0, 32, 32);
        Assert.Throws<ArgumentOutOfRangeException>(() => scenes.Draw(SceneDomain.Day, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => scenes.Draw((SceneDomain)99, 0));
    }

    private static double Disagreement(ushort[] a, ushort[] b) => a.Zip(b).Count(p => p.First != p.Second) / (double)a.Length;
}
