using Prcl.Images.Datasets;
using Xunit;

namespace Prcl.Unit.Images.Datasets;

public sealed class AddedClassesTests
{
    private static readonly ClassList Own = List(255, "sky", "wall", "road");

    [Fact]
    public void Classes_may_be_added_at_the_end_and_have_other_colours()
    {
        Assert.Null(AddedClasses.Fault(Own, Own));
        Assert.Null(AddedClasses.Fault(Own, List(255, "sky", "wall", "road", "kerb")));
        Assert.Null(AddedClasses.Fault(Own, new ClassList([new("sky", new(9, 9, 9)), .. Own.Classes.Skip(1)])));
    }

    [Fact]
    public void The_first_class_that_differs_is_named()
    {
        Assert.Equal("its class 1 is 'wall', not 'kerb'; new classes come after all of its own", AddedClasses.Fault(Own, List(255, "sky", "kerb", "wall", "road")));
        Assert.Equal("its class 2, 'road', is missing; classes can be added, but none taken away", AddedClasses.Fault(Own, List(255, "sky", "wall")));
        Assert.Equal("it ignores 255, not 99, and its labels say so", AddedClasses.Fault(Own, List(99, "sky", "wall", "road")));
    }

    private static ClassList List(int ignore, params string[] names) => new([.. names.Select(name => new ClassInfo(name, default))], ignore);
}
