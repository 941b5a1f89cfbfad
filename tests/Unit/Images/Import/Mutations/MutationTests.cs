using System.Text;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Import;
using Xunit;

namespace Prcl.Unit.Images.Import.Mutations;

/// <summary>A thousand damaged annotation files: none ends in anything but the documented refusal, and none is misread in silence.</summary>
public sealed class MutationTests
{
    private const int Each = 125;
    private const int Seed = 20261128;
    private static readonly ClassList Classes = ImportFixture.Classes("background", "car", "person");

    public static TheoryData<int> Files => [.. Enumerable.Range(0, SoundFiles.All.Count)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_damaged_file_is_refused_or_read_as_it_stands(int index)
    {
        var file = SoundFiles.All[index];
        using var data = SoundFiles.Folder(file);
        var sound = Encoding.UTF8.GetBytes(file.Text);
        var expected = Read(data, file, sound);
        var skeleton = Skeleton.Of(file.Kind, sound);
        Assert.NotNull(skeleton);
        Assert.NotNull(expected);

        var random = new Random(Seed + index);
        var (refused, same, changed) = (0, 0, 0);
        for (var i = 0; i < Each; i++)
        {
            var damaged = Mutation.Of(sound, random);
            var label = Read(data, file, damaged);
            if (label is null)
            {
                refused++;
            }
            else if (label.SequenceEqual(expected))
            {
                same++;
            }
            else
            {
                changed++;
                Assert.True(Skeleton.Of(file.Kind, damaged) == skeleton, $"{file.Place}, damage {i}, gave another label without a word:\n{Encoding.UTF8.GetString(damaged)}");
            }
        }

        // Each way has to happen, or the test would show nothing.
        Assert.True(refused > Each / 5 && same > 0, $"{refused} refused, {same} the same, {changed} changed");
    }

    // Null where it is refused, whichever documented way that is.
    private static ushort[]? Read(ImportFixture data, SoundFile file, byte[] text)
    {
        data.Bytes(file.Place, text);
        try
        {
            var set = data.Read(file.Format);
            if (set is not { Faults: [], Items: [var item] })
            {
                return null;
            }

            var binding = new ClassBinding(Classes, new Dictionary<string, string>(), null);
            var converted = new LabelConverter(binding, ImageLimits.Default).Convert(item);
            binding.ThrowIfMissing(file.Place);
            return converted.Labels?.Ids;
        }
        catch (DatasetException)
        {
            return null;
        }
    }
}
