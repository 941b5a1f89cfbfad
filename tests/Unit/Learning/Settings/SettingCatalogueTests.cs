using System.Globalization;
using Prcl.Learning.Settings;
using Xunit;

namespace Prcl.Unit.Learning.Settings;

public sealed class SettingCatalogueTests
{
    public static TheoryData<string> Names => [.. SettingCatalogue.List().Select(setting => setting.Name)];

    public static TheoryData<string> Numbers => [.. SettingCatalogue.List().Where(setting => setting.Range.Contains("number", StringComparison.Ordinal)).Select(setting => setting.Name)];

    [Theory]
    [InlineData(Profile.Cpu)]
    [InlineData(Profile.Paper)]
    public void What_is_written_is_read_back(Profile profile)
    {
        var settings = TrainingSettings.For(profile);

        Assert.Equal(settings, SettingCatalogue.Read(SettingCatalogue.Write(settings), "test"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_setting_round_trips_away_from_its_default(string name)
    {
        var property = PropertyOf(name);
        var changed = Change(TrainingSettings.For(Profile.Cpu), property);

        var read = SettingCatalogue.Read(SettingCatalogue.Write(changed), "test");

        Assert.Equal(changed, read);
        Assert.NotEqual(property.Get(new TrainingSettings()), property.Get(read));
    }

    [Fact]
    public void Every_property_is_a_setting_with_name_meaning_range_and_readable_default()
    {
        var settings = SettingCatalogue.List();

        Assert.Equal(SettingPath.Of(typeof(TrainingSettings)).Count(), settings.Count);
        Assert.Equal(settings.Count, settings.Select(setting => setting.Name).Distinct().Count());
        Assert.All(settings, setting =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", setting.Name);
            Assert.NotEmpty(setting.Meaning);
            Assert.DoesNotContain("Infinity", setting.Range, StringComparison.Ordinal);
            SettingCatalogue.Read([new(setting.Name, setting.Default)], "test");
        });
    }

    [Theory]
    [InlineData("temperature", "0.1", "a number from 0.0001 to 100000", "")]
    [InlineData("crop-height", "161", "a whole number from 33 to 4096", "pixels")]
    [InlineData("working-size", "257", "a whole number from 0 to 4096", "pixels")]
    [InlineData("seed", "0", "a whole number", "")]
    [InlineData("weights", "", "text", "")]
    [InlineData("profile", "cpu", "one of cpu, paper", "")]
    [InlineData("backbone", "mobilenetv2", "one of mobilenetv2, resnet18, resnet34, resnet50, resnet101", "")]
    [InlineData("virtual-spread", "moments", "one of moments, unit, spread, posterior", "")]
    [InlineData("half-life", "1000", "a number from 0 to 1000000000000000", "image draws")]
    [InlineData("lease-seconds", "30", "a number from 1 to 86400", "seconds")]
    public void A_setting_states_default_range_and_unit(string name, string value, string range, string unit)
    {
        var setting = SettingCatalogue.List().Single(s => s.Name == name);

        Assert.Equal((value, range, unit), (setting.Default, setting.Range, setting.Unit));
    }

    [Fact]
    public void Without_anything_named_the_defaults_are_the_cpu_profile_s() =>
        Assert.Equal(new TrainingSettings(), SettingCatalogue.Read([], "test"));

    [Fact]
    public void A_profile_gives_the_defaults_wherever_it_stands_and_a_later_pair_wins()
    {
        var settings = SettingCatalogue.Read([new("anchors", "7"), new("anchors", "8"), new("profile", "paper")], "test");

        Assert.Equal(TrainingSettings.For(Profile.Paper) with { Anchors = 8 }, settings);
    }

    [Theory]
    [InlineData("crop-hieght", "crop-height")]
    [InlineData("learningrate", "learning-rate")]
    [InlineData("inference-width", "working-size")]
    [InlineData("lr", "learning-rate")]
    [InlineData("steps", "total-steps")]
    [InlineData("max_iters", "total-steps")]
    [InlineData("TAU", "temperature")]
    public void An_unknown_name_is_refused_with_the_one_that_is_meant(string name, string meant)
    {
        var refusal = Refusal(name, "1");

        Assert.Contains($"test.json: there is no setting '{name}'", refusal, StringComparison.Ordinal);
        Assert.Contains($"did you mean '{meant}'?", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_the_field_stand_for_settings_that_there_are() =>
        Assert.Empty(SettingSynonyms.Targets.Except(SettingCatalogue.List().Select(setting => setting.Name)));

    [Theory]
    [InlineData("temperature", "0")]
    [InlineData("temperature", "NaN")]
    [InlineData("temperature", "Infinity")]
    [InlineData("temperature", "1e400")]
    [InlineData("temperature", "0,5")]
    [InlineData("temperature", "warm")]
    [InlineData("temperature", "")]
    [InlineData("crop-height", "32")]
    [InlineData("crop-height", "4097")]
    [InlineData("crop-height", "160.5")]
    [InlineData("crop-height", "3000000000")]
    [InlineData("crop-height", "3e9")]
    [InlineData("evaluation-images", "3e9")]
    [InlineData("evaluation-images", "3000000000")]
    [InlineData("seed", "1e30")]
    [InlineData("seed", "9223372036854775808")]
    [InlineData("seed", "NaN")]
    [InlineData("total-steps", "0")]
    [InlineData("backbone", "resnet-18")]
    [InlineData("backbone", "2")]
    [InlineData("profile", "gpu")]
    public void A_bad_value_is_refused_by_name_value_origin_and_rule(string name, string value)
    {
        var range = SettingCatalogue.List().Single(s => s.Name == name).Range;

        Assert.Equal($"test.json: {name} is '{value}'; it must be {range}.", Refusal(name, value));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void No_number_of_any_setting_takes_what_is_not_finite_or_too_large(string name)
    {
        Assert.All(new[] { "NaN", "Infinity", "-Infinity", "1e300", "-1e300" }, value => Assert.Contains("it must be", Refusal(name, value), StringComparison.Ordinal));
        Assert.Contains(name, Refusal(name, "99999999999999999999"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_limit_of_a_whole_number_fits_its_type() =>
        Assert.All(
            SettingPath.Of(typeof(TrainingSettings)).Where(p => p.Type == typeof(int)).Select(p => p.Rule),
            rule => Assert.True(rule.Minimum >= int.MinValue && rule.Maximum <= int.MaxValue));

    [Theory]
    [InlineData("output-stride", "12", "it must be 8 or 16")]
    [InlineData("working-size", "32", "it must be 0 or at least 33")]
    public void Settings_that_do_not_go_together_are_refused(string name, string value, string rule) =>
        Assert.Contains(rule, Refusal(name, value), StringComparison.Ordinal);

    [Fact]
    public void Pseudo_labels_need_an_image_and_supervised_runs_do_not()
    {
        KeyValuePair<string, string>[] none = [new("unlabelled-batch", "0"), new("replay-batch", "0")];

        Assert.Contains("unlabelled-batch and replay-batch are both 0", Assert.Throws<SettingsException>(() => SettingCatalogue.Read(none, "test")).Message, StringComparison.Ordinal);
        Assert.Equal(0, SettingCatalogue.Read([.. none, new("unsupervised-weight", "0")], "test").UnlabelledBatch);
    }

    private static string Refusal(string name, string value) =>
        Assert.Throws<SettingsException>(() => SettingCatalogue.Read([new(name, value)], "test.json")).Message;

    private static SettingPath PropertyOf(string name) =>
        SettingPath.Of(typeof(TrainingSettings)).Single(p => string.Equals(p.Name, name.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    // Another allowed value of the property, and of what must go with it.
    private static TrainingSettings Change(TrainingSettings settings, SettingPath property)
    {
        var changed = TrainingSettings.For(settings.Profile);
        var rule = property.Rule;
        object value = property.Get(settings) switch
        {
            string => "/weights/a b.safetensors",
            Enum choice => Enum.GetValues(property.Type).Cast<object>().First(other => !other.Equals(choice)),
            double number => number == rule.Minimum ? number + 0.1 : (number + rule.Minimum) / 2,
            int number when property.Name == nameof(TrainingSettings.OutputStride) => number == 16 ? 8 : 16,
            int number => number == (int)rule.Minimum ? number + 1 : (number + (int)rule.Minimum) / 2,
            _ => Convert.ToInt64(property.Get(settings), CultureInfo.InvariantCulture) + 1,
        };
        property.Set(changed, value);
        return changed;
    }
}
