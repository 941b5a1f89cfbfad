using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Unit.Learning.Datasets;
using Xunit;

namespace Prcl.Unit.Images.Datasets;

public sealed class LabelCheckTests
{
    [Fact]
    public void Known_ids_and_ignore_fit() =>
        Assert.Null(LabelCheck.FindFault(new LabelMap(2, 2, [0, 1, 2, 255]), 2, 2, TestDataset.Classes));

    [Fact]
    public void The_wrong_size_does_not_fit() =>
        Assert.Equal("the label is 2×1 but its image is 1×2", LabelCheck.FindFault(new LabelMap(2, 1, [0, 1]), 1, 2, TestDataset.Classes));

    [Fact]
    public void An_unknown_id_does_not_fit() => Assert.Equal(
        "the label has id 254 at column 1, row 1; known are 0 to 2 and 255 for ignore",
        LabelCheck.FindFault(new LabelMap(2, 2, [0, 1, 2, 254]), 2, 2, TestDataset.Classes));
}
