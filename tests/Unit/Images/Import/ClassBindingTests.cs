using Prcl.Images.Datasets;
using Prcl.Images.Import;
using Xunit;

namespace Prcl.Unit.Images.Import;

public sealed class ClassBindingTests
{
    private static readonly ClassList Classes = ImportFixture.Classes("road", "car", "person");

    [Fact]
    public void A_class_that_the_list_lacks_is_refused_with_the_nearest_name_and_the_way_out()
    {
        var binding = Bound();
        binding.IdOf(new SourceClass("persn"));

        Assert.Equal(
            "a.json: the list of classes lacks 'persn' (nearest is 'person'): add them to the list, or say --map 'persn=CLASS' or '…=ignore'. Nothing was imported",
            Assert.Throws<DatasetException>(() => binding.ThrowIfMissing("a.json")).Message);
    }

    [Fact]
    public void A_map_renames_or_ignores_and_tells_what_it_was_not_asked_for()
    {
        var binding = Bound(("auto", "car"), ("dust", "ignore"), ("never", "car"));

        Assert.Equal((1, 255), (binding.IdOf(new SourceClass("auto")), binding.IdOf(new SourceClass("dust"))));
        Assert.Equal(["never"], binding.Unused);
        binding.ThrowIfMissing("x");
    }

    [Fact]
    public void A_map_to_a_class_that_is_not_there_is_refused() =>
        Assert.Contains("'cat' is neither ignore nor in the list of classes (nearest is 'car')", Assert.Throws<DatasetException>(() => Bound(("auto", "cat"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Void_counts_only_where_the_list_has_it()
    {
        Assert.Equal(255, Bound().IdOf(new SourceClass("parking", IsVoid: true)));
        Assert.Equal(0, Bound().IdOf(new SourceClass("road", IsVoid: true)));
    }

    private static ClassBinding Bound(params (string From, string To)[] map) => new(Classes, map.ToDictionary(pair => pair.From, pair => pair.To), null);
}
