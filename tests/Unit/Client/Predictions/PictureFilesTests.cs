using Prcl.Client.Predictions;
using Xunit;

namespace Prcl.Unit.Client.Predictions;

public sealed class PictureFilesTests
{
    [Fact]
    public void Names_are_made_of_stems_and_numbered_when_they_repeat() => Assert.Equal(
        ["a", "a-3", "a-2", "B", "b-2", "image"],
        PictureFiles.Stems(["x/a.jpg", "y/a.png", "a-2.jpg", "B.jpg", "../b.jpg", "z/.png"]));
}
