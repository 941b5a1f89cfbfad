using Prcl.Client.Video;
using Prcl.Images.Thumbnails;
using Xunit;

namespace Prcl.Unit.Client.Video;

public sealed class FrameChoiceTests
{
    [Fact]
    public void One_bright_field_is_a_change_of_the_whole_range_and_noise_is_hardly_any()
    {
        var dark = LuminanceFields.Of(Picture(64, 64, (_, _) => 0));

        Assert.Equal(0, dark.ChangeFrom(dark));
        Assert.Equal(100, LuminanceFields.Of(Picture(64, 64, (x, y) => x < 4 && y < 4 ? 255 : 0)).ChangeFrom(dark), 6);
        Assert.Equal(50, LuminanceFields.Of(Picture(64, 64, (x, y) => x < 2 && y < 4 ? 255 : 0)).ChangeFrom(dark), 6);
        Assert.InRange(LuminanceFields.Of(Picture(64, 64, (x, y) => (x + y) % 2 * 4)).ChangeFrom(dark), 0.5, 1);
        Assert.Equal(100, LuminanceFields.Of(Picture(8, 8, (_, _) => 0)).ChangeFrom(dark));
    }

    [Fact]
    public void A_slow_change_is_seen_against_the_last_frame_that_was_sent()
    {
        var fields = Enumerable.Range(0, 10).Select(i => LuminanceFields.Of(Picture(32, 32, (_, _) => i * 4))).ToArray();

        Assert.True(fields[1].ChangeFrom(fields[0]) < 2);
        Assert.True(fields[2].ChangeFrom(fields[0]) > 2);
    }

    [Fact]
    public void What_is_no_picture_is_never_taken_for_the_same_and_every_third_is_counted_first()
    {
        var choice = new FrameChoice(3, 2);

        Assert.Equal(
            [FrameVerdict.Taken, FrameVerdict.PassedOver, FrameVerdict.PassedOver, FrameVerdict.Taken],
            Enumerable.Range(0, 4).Select(_ => choice.Of([1, 2, 3])));
    }

    private static SmallPicture Picture(int width, int height, Func<int, int, int> gray) => new(
        width, height, [.. Enumerable.Range(0, 3 * width * height).Select(i => (byte)gray(i / 3 % width, i / 3 / width))]);
}
